import type {
  ActionTrail,
  Continuation,
  EventLookUp,
  EventOrder,
  EventPage,
  TimeWindow,
} from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { ScanState } from '../model/connection.ts';
import type { AuditEvent } from '../model/event.ts';
import { Fault } from '../model/fault.ts';
import type { Hint, Position, Resume } from './cursor-record.ts';

export type ScanQuestion = Omit<EventLookUp, 'from'>;

/** An event, and how to come back to the place right behind it. */
export interface MetEvent {
  readonly event: AuditEvent;
  readonly hint: Hint;
  /** Nothing follows it. */
  readonly isLast: boolean;
}

export interface ScanResult {
  readonly met: readonly MetEvent[];
  readonly state: ScanState;
  /** Events looked at. */
  readonly examined: number;
}

/** One pass over one source. */
export interface Reading {
  readonly actionTrail: ActionTrail;
  readonly question: ScanQuestion;
  readonly call: Call;
}

/**
 * Reads up to `size` (at least 1) events behind `resume`, and no page more than that needs.
 * A fault after the first event ends the page early (STOPPED); before it there is no answer, and it is thrown.
 */
export async function scan(reading: Reading, resume: Resume | null, size: number): Promise<ScanResult> {
  const met: MetEvent[] = [];
  const seen = new Set<string>();
  let examined = 0;
  try {
    for await (const { next, isPassed } of resume === null ? walk(reading) : goOn(reading, resume)) {
      examined += 1;
      if (isPassed || seen.has(next.event.id)) continue;
      seen.add(next.event.id);
      met.push(next);
      if (met.length === size) return { met, state: next.isLast ? 'EXHAUSTED' : 'PAGE_FULL', examined };
    }
  } catch (error) {
    if (!(error instanceof Fault) || met.length === 0) throw error;
    return { met, state: 'STOPPED', examined };
  }
  return { met, state: 'EXHAUSTED', examined };
}

/** One step of a reading: an event that stands behind the cursor, or one that was passed on the way to it. */
interface Step {
  readonly next: MetEvent;
  readonly isPassed: boolean;
}

/** Every event of the window, page by page, as lazily as it is consumed. */
export async function* walk(reading: Reading): AsyncGenerator<Step> {
  yield* walkFrom(reading, null, await lookUp(reading, null), 0);
}

async function* walkFrom(
  reading: Reading,
  from: Continuation | null,
  page: EventPage,
  offset: number,
): AsyncGenerator<Step> {
  const { window } = reading.question;
  for (;;) {
    for (const [index, event] of page.events.entries()) {
      if (index < offset) continue;
      const endsPage = index === page.events.length - 1;
      const hint =
        endsPage && page.next !== null
          ? { window, from: page.next, offset: 0 }
          : { window, from, offset: index + 1 };
      yield { next: { event, hint, isLast: endsPage && page.next === null }, isPassed: false };
    }
    if (page.next === null) return;
    from = page.next;
    page = await lookUp(reading, from);
    offset = 0;
  }
}

function lookUp({ actionTrail, question, call }: Reading, from: Continuation | null): Promise<EventPage> {
  return actionTrail.lookUpEvents({ ...question, from }, call);
}

/** Goes on behind a position: where the hint leads if that proves right, else by time. */
async function* goOn(reading: Reading, resume: Resume): AsyncGenerator<Step> {
  const { position, hint } = resume;
  if (hint !== null && hint.window.start >= reading.question.window.start) {
    const hinted = { ...reading, question: { ...reading.question, window: hint.window } };
    const page = await lookUpHint(hinted, hint);
    const offset = page === null ? -1 : offsetBehind(page, hint, position, reading.question.order);
    if (page !== null && offset >= 0) return yield* walkFrom(hinted, hint.from, page, offset);
  }
  yield* reAnchored(reading, position);
}

/** Null when ActionTrail no longer takes the token. */
async function lookUpHint(reading: Reading, { from }: Hint): Promise<EventPage | null> {
  try {
    return await lookUp(reading, from);
  } catch (error) {
    if (from !== null && error instanceof Fault && error.code === 'UPSTREAM_REJECTED') return null;
    throw error;
  }
}

/** The index right behind the position, or -1 where the page is not the one that was hinted at. */
function offsetBehind(
  { events }: EventPage,
  { offset }: Hint,
  position: Position,
  order: EventOrder,
): number {
  const index = events.findIndex((event) => isAt(event, position));
  const [first] = events;
  if (index >= 0 || offset > 0) return index < 0 ? -1 : index + 1;
  return first !== undefined && comesBefore(first.second, position.second, order) ? -1 : 0;
}

/**
 * Starts at the position's second, since ActionTrail can be asked for nothing finer. Its order within a second is
 * not documented: the whole second is read again, and what stands behind the event is new. Should the event itself
 * be gone, the second is given out once more, since losing events is worse than repeating them.
 */
async function* reAnchored(reading: Reading, position: Position): AsyncGenerator<Step> {
  const window = behind(reading.question.window, position, reading.question.order);
  if (window.end <= window.start) return;
  const held: Step[] = [];
  let isFound = position.second < window.start || position.second >= window.end;
  for await (const step of walk({ ...reading, question: { ...reading.question, window } })) {
    if (isFound) {
      yield step;
    } else if (isAt(step.next.event, position)) {
      isFound = true;
      yield* [...held, step].map(({ next }) => ({ next, isPassed: true }));
    } else if (step.next.event.second === position.second) {
      held.push(step);
    } else {
      isFound = true;
      yield* held;
      yield step;
    }
  }
  if (!isFound) yield* held;
}

/** The part of the window that can hold events behind the position, its own second included. */
function behind(window: TimeWindow, { second }: Position, order: EventOrder): TimeWindow {
  return order === 'NEWEST_FIRST'
    ? { start: window.start, end: Math.min(window.end, second + 1) }
    : { start: Math.max(window.start, second), end: window.end };
}

function comesBefore(second: number, other: number, order: EventOrder): boolean {
  return order === 'NEWEST_FIRST' ? second > other : second < other;
}

function isAt(event: AuditEvent, position: Position): boolean {
  return event.second === position.second && event.eventId === position.eventId;
}
