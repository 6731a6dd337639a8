import type { EventRow } from './dataset/row.ts';
import type { Position } from './dataset/walk.ts';
import { hashOf } from './random.ts';

/** A page before it is written. `isOpen`: a token is due. */
export interface Page {
  readonly rows: readonly EventRow[];
  /** Where the page began. */
  readonly after: Position | undefined;
  readonly isOpen: boolean;
}

export interface TwistedPage {
  readonly rows: readonly EventRow[];
  /** The place the next token leads to; none on the last page. */
  readonly next: Position | undefined;
  /** Answer with the token that was asked with, if there was one. */
  readonly sameToken: boolean;
}

/** How pages come out. Faults that are about events and tokens, rather than about HTTP, are made of these. */
export interface PageTwist {
  /** Events that have not arrived yet, as far as this call can see. */
  readonly hides: (row: EventRow) => boolean;
  readonly turn: (page: Page) => TwistedPage;
}

export const plainPage: PageTwist = { hides: () => false, turn: (page) => plainTurn(page) };

/** Each kind of fault that changes pages, and what it does to one. */
export const pageTwists = {
  /** Every fifth event comes twice, and the next page begins with the last event of this one. */
  'duplicate-events': {
    hides: () => false,
    turn: (page) => {
      const rows = page.rows.flatMap((row, index) => (index % 5 === 0 ? [row, row] : [row]));
      const overlap = page.rows.at(-2);
      return {
        ...plainTurn(page),
        rows,
        ...(page.isOpen && overlap !== undefined ? { next: positionOf(overlap) } : {}),
      };
    },
  },
  /** About every fourth event is not there yet: whoever reads the stretch again after the fault finds it. */
  'late-events': { hides: (row) => hashOf(row.id) % 4 === 0, turn: (page) => plainTurn(page) },
  'shuffled-events': {
    hides: () => false,
    turn: (page) => ({ ...plainTurn(page), rows: swapPairs(page.rows) }),
  },
  /** The answer repeats the token it was asked with: whoever follows it reads this page for ever. */
  'repeated-token': { hides: () => false, turn: (page) => ({ ...plainTurn(page), sameToken: true }) },
  /** There is always one more token, though no more events. */
  'endless-token': {
    hides: () => false,
    turn: (page) => {
      const last = page.rows.at(-1);
      return { ...plainTurn(page), next: last === undefined ? page.after : positionOf(last) };
    },
  },
} as const satisfies Record<string, PageTwist>;

function plainTurn({ rows, isOpen }: Page): TwistedPage {
  const last = rows.at(-1);
  return { rows, next: isOpen && last !== undefined ? positionOf(last) : undefined, sameToken: false };
}

function positionOf(row: EventRow): Position {
  return { second: row.second, id: row.id };
}

function swapPairs(rows: readonly EventRow[]): readonly EventRow[] {
  return rows.map((row, index) => rows[index % 2 === 0 ? index + 1 : index - 1] ?? row);
}
