import { createHash } from 'node:crypto';
import type { EventOrder, TimeWindow } from '../model/action-trail.ts';

/** The order in which a question lists events: by time in its direction, then by source, then as ActionTrail lists them. */
export interface Place {
  readonly second: number;
  /** Index among the sources of the question. */
  readonly source: number;
  /** As `placeId` makes it. Null: the boundary in front of everything of that second. */
  readonly eventId: string | null;
  /**
   * True for the event at which a page that was read backwards began, where it is the only one of its second that the
   * page has: the others, if there are any, belong to the pages in front of it, wherever ActionTrail lists them.
   */
  readonly isAlone?: boolean;
}

/** Ids are short, all but by accident; a cursor has no room for accidents. */
export function placeId(eventId: string): string {
  return Buffer.byteLength(eventId) <= 40
    ? eventId
    : createHash('sha256').update(eventId).digest('base64url');
}

export function isAt(event: { readonly second: number; readonly eventId: string }, place: Place): boolean {
  return event.second === place.second && placeId(event.eventId) === place.eventId;
}

/** Seconds as numbers that grow in the order of the list, or against it. */
export function rank(second: number, order: EventOrder): number {
  return order === 'NEWEST_FIRST' ? -second : second;
}

export function opposite(order: EventOrder): EventOrder {
  return order === 'NEWEST_FIRST' ? 'OLDEST_FIRST' : 'NEWEST_FIRST';
}

/** The edge at which a reading in this order begins, as the second of an event that could stand there. */
export function firstSecond({ start, end }: TimeWindow, order: EventOrder): number {
  return order === 'NEWEST_FIRST' ? end - 1 : start;
}

/** The part of a window from this second on, itself included, in reading order. May be empty (end <= start). */
export function fromSecond(window: TimeWindow, second: number, order: EventOrder): TimeWindow {
  return order === 'NEWEST_FIRST'
    ? { start: window.start, end: Math.min(window.end, second + 1) }
    : { start: Math.max(window.start, second), end: window.end };
}

export function isEmpty({ start, end }: TimeWindow): boolean {
  return end <= start;
}

export function contains({ start, end }: TimeWindow, second: number): boolean {
  return start <= second && second < end;
}

/** The second that follows in this order. */
export function nextSecond(second: number, order: EventOrder): number {
  return order === 'NEWEST_FIRST' ? second - 1 : second + 1;
}
