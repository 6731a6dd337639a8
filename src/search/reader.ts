import {
  type ActionTrail,
  type Continuation,
  type EventOrder,
  type EventPage,
  eventLookUp,
  type TimeWindow,
} from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { AuditEvent } from '../model/event.ts';
import { Fault } from '../model/fault.ts';
import type { Source } from '../model/source.ts';
import type { Hint } from './cursor-record.ts';
import { firstSecond, isAt, isEmpty, type Place, rank } from './order.ts';
import type { Branch } from './plan.ts';
import { always, matches } from './terms.ts';

/** One look-up of one source: where its events stand among those of the other tracks. */
export interface Track {
  readonly index: number;
  readonly source: Source;
  /** Index of the source among those of the question. */
  readonly sourceIndex: number;
  readonly branch: Branch;
}

/** An event on its way into a page. */
export interface MetEvent {
  readonly event: AuditEvent;
  readonly track: Track;
  /** How to come back to the place right behind it within its track. */
  readonly hint: Hint;
  /** See `Place`. */
  readonly isAlone?: boolean;
}

export interface ReaderParts {
  readonly actionTrail: ActionTrail;
  readonly call: Call;
  /** Told of every event that ActionTrail matched, before the rest of the filter is applied. */
  readonly onEvent: (event: AuditEvent, track: Track) => void;
  /** Told of every page; `window`: what was asked for, where it is the first page of that. */
  readonly onPage: (track: Track, page: EventPage, window: TimeWindow | null) => void;
}

/** A place in the middle of a track, and where it was met. */
interface HintedPlace {
  readonly place: Place;
  readonly hint: Hint;
}

/** Reads one track page by page, and knows how far it has seen. */
export class Reader {
  readonly track: Track;
  readonly order: EventOrder;
  /** Matching events that nobody has taken yet, in reading order. */
  readonly buffer: MetEvent[] = [];
  readonly #parts: ReaderParts;
  #window: TimeWindow;
  #from: Continuation | null = null;
  #hinted: HintedPlace | null;
  #seenTo: number;
  #isDone: boolean;
  #isBehindPlace = false;
  #isLeading: boolean;

  /**
   * `hinted`: tried first; where it proves wrong, the window is read from its edge. `beginsInside`: the window begins
   * within the question's, where events without a time have taken theirs over from a neighbour outside: they stand in
   * front of it.
   */
  constructor(
    track: Track,
    window: TimeWindow,
    order: EventOrder,
    parts: ReaderParts,
    hinted: HintedPlace | null = null,
    beginsInside = false,
  ) {
    this.#isLeading = beginsInside;
    this.track = track;
    this.order = order;
    this.#window = window;
    this.#parts = parts;
    this.#hinted = hinted;
    this.#isDone = isEmpty(window);
    this.#seenTo = firstSecond(window, order);
  }

  /** Nothing is left to be read; the buffer may still hold events. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Everything in front of this second (in reading order) has been seen; the second itself perhaps not whole. */
  get seenTo(): number {
    return this.#seenTo;
  }

  /** True when the hint was right: what comes is behind the place. */
  get isBehindPlace(): boolean {
    return this.#isBehindPlace;
  }

  /** Rank of the first event that may still come, those in the buffer included. */
  get headRank(): number {
    const [head] = this.buffer;
    if (head !== undefined) return rank(head.event.second, this.order);
    return this.#isDone ? Number.POSITIVE_INFINITY : rank(this.#seenTo, this.order);
  }

  /** The place behind everything that has been read so far. */
  get hint(): Hint {
    return { window: this.#window, from: this.#from, offset: 0 };
  }

  /** Reads one page. Rejects with what the look-up rejects with, and can then be asked again. */
  async pull(): Promise<void> {
    const hinted = this.#hinted;
    if (hinted === null) return this.#accept(await this.#lookUp(this.#window, this.#from), 0);
    const page = await this.#lookUpHint(hinted.hint);
    const offset = page === null ? -1 : offsetBehind(page, hinted, this.order);
    this.#hinted = null;
    if (page === null || offset < 0) return;
    this.#isBehindPlace = true;
    this.#isLeading = false;
    this.#window = hinted.hint.window;
    this.#from = hinted.hint.from;
    this.#accept(page, offset);
  }

  /** Stops here: what lies from this second on counts as not read. */
  giveUp(second: number): void {
    const kept = this.buffer.filter(({ event }) => rank(event.second, this.order) < rank(second, this.order));
    this.buffer.splice(0, this.buffer.length, ...kept);
    this.#isDone = true;
  }

  /** From this second to the last one at hand that has been seen whole: what one listing may cover. */
  wholeFrom(second: number): TimeWindow {
    const isWhole = ({ event }: MetEvent) =>
      this.#isDone || rank(event.second, this.order) < rank(this.#seenTo, this.order);
    const last = this.buffer.findLast(isWhole)?.event.second ?? second;
    return { start: Math.min(second, last), end: Math.max(second, last) + 1 };
  }

  /** Reads a part of the same source in this order: of the same look-up, or of everything. */
  forPart(window: TimeWindow, order: EventOrder, isSameLookUp: boolean): Reader {
    const track = isSameLookUp ? this.track : { ...this.track, branch: everything };
    const quiet = { ...this.#parts, onEvent: () => {}, onPage: () => {} };
    return new Reader(track, window, order, quiet);
  }

  #accept(page: EventPage, offset: number): void {
    const { events, next } = page;
    const window = this.#window;
    this.#parts.onPage(this.track, page, this.#from === null ? window : null);
    for (const [index, event] of events.entries()) {
      if (index < offset) continue;
      if (event.eventTime !== null) this.#isLeading = false;
      if (this.#isLeading) continue;
      this.#parts.onEvent(event, this.track);
      if (!matches(this.track.branch.residual, event)) continue;
      const endsPage = index === events.length - 1 && next !== null;
      const hint = endsPage
        ? { window, from: next, offset: 0 }
        : { window, from: this.#from, offset: index + 1 };
      this.buffer.push({ event, track: this.track, hint });
    }
    this.#seenTo = next?.second ?? events.at(-1)?.second ?? this.#seenTo;
    this.#from = next;
    this.#isDone = next === null;
  }

  #lookUp(window: TimeWindow, from: Continuation | null): Promise<EventPage> {
    const { source, branch } = this.track;
    const { actionTrail, call } = this.#parts;
    const asked = { source, window, order: this.order, conditions: branch.conditions, from };
    return actionTrail.lookUpEvents(eventLookUp(call, asked), call);
  }

  /** Null when ActionTrail no longer takes the token. */
  async #lookUpHint({ window, from }: Hint): Promise<EventPage | null> {
    try {
      return await this.#lookUp(window, from);
    } catch (error) {
      if (from !== null && error instanceof Fault && error.code === 'UPSTREAM_REJECTED') return null;
      throw error;
    }
  }
}

const everything: Branch = { conditions: [], pushed: [], residual: always };

/** The index right behind the place, or -1 where the page is not the one that was hinted at. */
function offsetBehind({ events }: EventPage, { place, hint }: HintedPlace, order: EventOrder): number {
  const index = events.findIndex((event) => isAt(event, place));
  const [first] = events;
  if (index >= 0 || hint.offset > 0) return index < 0 ? -1 : index + 1;
  return first !== undefined && rank(first.second, order) < rank(place.second, order) ? -1 : 0;
}
