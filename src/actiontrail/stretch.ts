import type { Continuation, EventLookUp, EventOrder, EventPage, TimeWindow } from '../model/action-trail.ts';

/** A page as it was read: whole for the window that was asked for, with the place where it begins. */
export interface Stretch extends EventPage {
  readonly asked: TimeWindow;
  readonly order: EventOrder;
  /** The second of the last event before it. Null: it begins at the window's edge. */
  readonly before: number | null;
}

/** The page that answers `lookUp`, which has to ask for the whole window of its continuation. */
export function stretchOf({ window, order, from }: EventLookUp, page: EventPage): Stretch {
  const before = from?.token == null ? null : from.second;
  return { ...page, asked: from?.window ?? window, order, before };
}

/**
 * Whether a page is what it should be: in order, no event twice, nothing from before its beginning. What is not may be
 * a mistake that has passed by the next time, and is not kept.
 */
export function isSound({ events, order, before, next }: Stretch): boolean {
  const places = [...(before === null ? [] : [before]), ...events.map(({ second }) => second)];
  const isOrdered = places.every((at, index) => index === 0 || !isAhead(at, places[index - 1] ?? at, order));
  const isUnique = new Set(events.map(({ id }) => id)).size === events.length;
  return isOrdered && isUnique && (events.length > 0 || next === null);
}

/** Whether nothing can be added to it any more: everything it covers is before `settledBefore` (epoch seconds). */
export function isSettled({ asked, order, before, events, next }: Stretch, settledBefore: number): boolean {
  if (order === 'NEWEST_FIRST') return (before ?? asked.end - 1) < settledBefore;
  const last = events.at(-1);
  return (next === null || last === undefined ? asked.end - 1 : last.second) < settledBefore;
}

/** The settled rest of a page that begins among what may still change. Null where there is none. */
export function settledRest(stretch: Stretch, settledBefore: number): Stretch | null {
  const { asked, order, next } = stretch;
  if (order === 'OLDEST_FIRST' || settledBefore <= asked.start || settledBefore >= asked.end) return null;
  const events = stretch.events.filter(({ second }) => second < settledBefore);
  if (events.length === 0 && next !== null) return null;
  return { ...stretch, events, asked: { start: asked.start, end: settledBefore }, before: null };
}

/** The part of a page that lies in a window. The window is exhausted where the page goes beyond its end. */
export function narrowed(page: EventPage, window: TimeWindow, order: EventOrder): EventPage {
  const events = page.events.filter(({ second }) => window.start <= second && second < window.end);
  const last = page.events.at(-1);
  const isPassed = last !== undefined && isAhead(farEdge(window, order), last.second, order);
  if (events.length === page.events.length && !isPassed) return page;
  return frozen(events, isPassed ? null : page.next);
}

/** The part of a stretch that lies in a window, and the way on to the window's end, also beyond the stretch's own. */
export function cut(stretch: Stretch, window: TimeWindow): EventPage {
  const { asked, order, events, next } = stretch;
  const part = narrowed({ events, next }, window, order);
  if (part.next !== null || next !== null) return part;
  const rest = restOf(window, asked, order);
  const second = events.at(-1)?.second ?? nearEdge(asked, order);
  return frozen(part.events, rest && Object.freeze({ window: rest, token: null, second }));
}

/** Seconds, both of them included; none where the first is behind the last. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Where a window may begin so that a stretch holds its first event (or shows that there is none): cut to the window, it is
 * the answer.
 */
export function beginningsOf({ asked, order, before, events, next }: Stretch): Span {
  const step = order === 'NEWEST_FIRST' ? -1 : 1;
  const near = before === null ? nearEdge(asked, order) : before + step;
  const end = events.at(-1)?.second ?? near - step;
  const far = next === null ? furthest(end, farEdge(asked, order), order) : end;
  return order === 'NEWEST_FIRST' ? { first: far, last: near } : { first: near, last: far };
}

/** The first second that a window is read from. */
export function beginningOf(window: TimeWindow, order: EventOrder): number {
  return nearEdge(window, order);
}

function furthest(one: number, other: number, order: EventOrder): number {
  return isAhead(one, other, order) ? other : one;
}

/** What of a window comes after a part of it; null when nothing does. */
export function restOf(window: TimeWindow, part: TimeWindow, order: EventOrder): TimeWindow | null {
  const rest =
    order === 'NEWEST_FIRST'
      ? { start: window.start, end: Math.min(part.start, window.end) }
      : { start: Math.max(part.end, window.start), end: window.end };
  return rest.end > rest.start ? Object.freeze(rest) : null;
}

/** The second at which a window begins, in the direction of reading. */
function nearEdge({ start, end }: TimeWindow, order: EventOrder): number {
  return order === 'NEWEST_FIRST' ? end - 1 : start;
}

function farEdge({ start, end }: TimeWindow, order: EventOrder): number {
  return order === 'NEWEST_FIRST' ? start : end - 1;
}

/** Whether one second is met before another. */
function isAhead(one: number, other: number, order: EventOrder): boolean {
  return order === 'NEWEST_FIRST' ? one > other : one < other;
}

function frozen(events: EventPage['events'], next: Continuation | null): EventPage {
  return Object.freeze({ events: Object.freeze(events), next });
}
