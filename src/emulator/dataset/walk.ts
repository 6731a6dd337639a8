import type { Behaviour } from '../behaviour.ts';
import type { EventRow } from './row.ts';
import { SECONDS_PER_HOUR } from './slot.ts';
import { hourOfSecond, type Timeline } from './timeline.ts';

export type Direction = 'FORWARD' | 'BACKWARD';

/** A place in the order of events: right after this one. */
export interface Position {
  readonly second: number;
  readonly id: string;
}

export interface Walk {
  readonly accountId: string;
  readonly region: string;
  /** First and last second, both included. */
  readonly from: number;
  readonly to: number;
  readonly direction: Direction;
  readonly after?: Position | undefined;
}

/** What can be seen at a moment: what has arrived, and what is not forgotten yet. */
export interface Sight {
  readonly nowSecond: number;
  readonly delaySeconds: number;
  /** The first second of history. */
  readonly horizon: number;
}

/** The latest events take this much longer than the others: 14 minutes where the others take 10. */
const LATEST = 0.4;

/** The second from which a look-up can find the event. */
export function arrivalOf(row: EventRow, delaySeconds: number): number {
  return row.second + Math.ceil(delaySeconds * (1 + LATEST * row.lateness));
}

/** Visible events, in order, made while they are read: stopping early costs nothing more. */
export function* walk(timeline: Timeline, order: Behaviour, sight: Sight, asked: Walk): Generator<EventRow> {
  const from = Math.max(asked.from, sight.horizon);
  const to = Math.min(asked.to, sight.nowSecond - sight.delaySeconds);
  const isForward = asked.direction === 'FORWARD';
  const passed = passedBy(asked);
  for (const hour of hoursOf(from, to, asked)) {
    const rows = timeline.hourOf(asked.accountId, asked.region, hour);
    for (const row of isForward ? rows : backwards(rows, order)) {
      if (row.second < from || row.second > to || !passed(row)) continue;
      if (arrivalOf(row, sight.delaySeconds) <= sight.nowSecond) yield row;
    }
  }
}

/** Whether an event with this id is kept at that second: what a token points at must exist. */
export function exists(timeline: Timeline, accountId: string, region: string, at: Position): boolean {
  const rows = timeline.hourOf(accountId, region, hourOfSecond(at.second));
  return rows.some((row) => row.second === at.second && row.id === at.id);
}

function* hoursOf(from: number, to: number, { direction, after }: Walk): Generator<number> {
  if (direction === 'FORWARD') {
    const start = Math.max(from, after?.second ?? from);
    for (let hour = hourOfSecond(start); hour * SECONDS_PER_HOUR <= to; hour++) yield hour;
  } else {
    const start = Math.min(to, after?.second ?? to);
    for (let hour = hourOfSecond(start); (hour + 1) * SECONDS_PER_HOUR > from; hour--) yield hour;
  }
}

/** True once the walk is beyond the position it continues from. */
function passedBy({ after, direction }: Walk): (row: EventRow) => boolean {
  if (after === undefined) return () => true;
  let isBeyond = false;
  return (row) => {
    if (isBeyond) return true;
    if (row.second === after.second) {
      isBeyond = row.id === after.id;
      return false;
    }
    isBeyond = direction === 'FORWARD' ? row.second > after.second : row.second < after.second;
    return isBeyond;
  };
}

function backwards(rows: readonly EventRow[], order: Behaviour): readonly EventRow[] {
  const reversed = rows.toReversed();
  if (order.backwardWithinSecond === 'reversed') return reversed;
  return reversed.sort(
    (left, right) => right.second - left.second || rows.indexOf(left) - rows.indexOf(right),
  );
}
