import type { ActionTrail, EventOrder, TimeWindow } from '../model/action-trail.ts';
import { Fault, type FaultCode } from '../model/fault.ts';
import type { Budget, Stop } from './budget.ts';
import type { Resume } from './cursor-record.ts';
import { type Gap, gapFrom, withGap, withoutGaps } from './gap.ts';
import type { ListSecond } from './merge.ts';
import { contains, firstSecond, fromSecond, nextSecond, opposite, rank } from './order.ts';
import { Reader, type ReaderParts, type Track } from './reader.ts';

export interface ScanRequest {
  readonly actionTrail: ActionTrail;
  readonly tracks: readonly Track[];
  /** What ActionTrail can still answer for. */
  readonly window: TimeWindow;
  readonly order: EventOrder;
  /** The page lies behind `after` and in front of `before`, in the order of the question. */
  readonly after: Resume | null;
  readonly before: Resume | null;
  readonly isBackwards: boolean;
  /** At least 1. Infinity counts, and does not care for the order within a second. */
  readonly size: number;
  readonly gaps: readonly Gap[];
  readonly budget: Budget;
  readonly onEvent: ReaderParts['onEvent'];
  readonly onPage: ReaderParts['onPage'];
}

/** What one look-up shows from one second to another, in the order of the question. */
interface Listing {
  readonly window: TimeWindow;
  readonly ids: readonly string[];
}

/** The readers of one scan, and the only way to make them read: within the budget, past sources that fail. */
export class Reading {
  readonly readers: readonly Reader[];
  readonly #request: ScanRequest;
  readonly #hasGiven: () => boolean;
  readonly #listings = new Map<Reader, Listing>();
  #gaps: readonly Gap[];
  #examined = 0;
  #hasRead = false;
  #fault: Fault | null = null;

  /** `hasGiven`: whether the page has an event yet. */
  constructor(request: ScanRequest, hasGiven: () => boolean) {
    this.#request = request;
    this.#hasGiven = hasGiven;
    this.#gaps = request.gaps;
    const onEvent: ReaderParts['onEvent'] = (event, track) => {
      this.#examined += 1;
      request.onEvent(event, track);
    };
    this.readers = openReaders(request, { ...request, call: request.budget.call, onEvent });
  }

  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  get examined(): number {
    return this.#examined;
  }

  /** True once the answer leads further than the question began. */
  hasAdvanced(): boolean {
    return this.#hasGiven() || hasMoved(this.#request, this.readers, this.#hasRead);
  }

  throwIfNothingCouldBeRead(): void {
    if (this.#fault !== null && !this.#hasRead && this.readers.every(({ isDone }) => isDone)) {
      throw this.#fault;
    }
  }

  /** Throws `Stop` where the budget ends. Bound, as `listSecond` is: `merge` is given both as functions. */
  readonly pull = async (wanting: readonly Reader[]): Promise<void> => {
    const chosen = wanting.slice(0, this.#request.budget.callsLeft(this.hasAdvanced()));
    const outcomes = await Promise.allSettled(chosen.map((reader) => reader.pull()));
    let stop: Stop | null = null;
    for (const [index, outcome] of outcomes.entries()) {
      const reader = chosen[index];
      if (outcome.status === 'fulfilled') this.#hasRead = true;
      else if (reader !== undefined)
        stop = this.#settle(reader, outcome.reason, this.#firstUnread(reader)) ?? stop;
    }
    if (stop !== null) throw stop;
  };

  readonly listSecond: ListSecond = async ([first, ...others], second) => {
    if (first === undefined) return null;
    if (this.#request.size === Number.POSITIVE_INFINITY) return [];
    const isOne = others.length === 0;
    const known = this.#listings.get(first);
    if (isOne && known !== undefined && contains(known.window, second)) return known.ids;
    const window = isOne ? first.wholeFrom(second) : { start: second, end: second + 1 };
    const lister = first.forPart(window, this.#request.order, isOne);
    while (!lister.isDone) {
      this.#request.budget.callsLeft(this.hasAdvanced());
      const reason = await lister.pull().catch((error: unknown) => error);
      if (reason === undefined) continue;
      const stop = this.#settle(first, reason, second);
      if (stop !== null) throw stop;
      return null;
    }
    const ids = lister.buffer.map(({ event }) => event.id);
    if (isOne) this.#listings.set(first, { window, ids });
    return ids;
  };

  /** What a failed look-up means: later, or not from this source; everything else ends the question. */
  #settle(reader: Reader, reason: unknown, second: number | null): Stop | null {
    if (!(reason instanceof Fault)) throw reason;
    const stop = this.#request.budget.stopFor(reason);
    if (stop !== null) return stop;
    if (!passedOver.has(reason.code)) throw reason;
    if (second !== null) this.#leaveOut(reader, reason, second);
    return null;
  }

  /** From this second on, the source counts as not read: by none of its look-ups. */
  #leaveOut(reader: Reader, met: Fault, second: number): void {
    this.#fault ??= met;
    for (const one of this.#sameSource(reader)) one.giveUp(second);
    this.#gaps = withGap(this.#gaps, gapFrom(reader.track.sourceIndex, second, reader.order, met));
  }

  #firstUnread(reader: Reader): number | null {
    const open = this.#sameSource(reader).filter(({ isDone }) => !isDone);
    const [first] = open.toSorted((a, b) => rank(a.seenTo, a.order) - rank(b.seenTo, b.order));
    return first?.seenTo ?? null;
  }

  #sameSource({ track }: Reader): readonly Reader[] {
    return this.readers.filter((one) => one.track.sourceIndex === track.sourceIndex);
  }
}

function openReaders(request: ScanRequest, parts: ReaderParts): readonly Reader[] {
  const { tracks, order, after, before, isBackwards, gaps } = request;
  const readingOrder = isBackwards ? opposite(order) : order;
  let window = request.window;
  if (after !== null) window = fromSecond(window, after.place.second, order);
  if (before !== null) {
    const { second, eventId } = before.place;
    const last = eventId === null ? nextSecond(second, opposite(order)) : second;
    window = fromSecond(window, last, opposite(order));
  }
  return tracks.map((track) => {
    const own = withoutGaps(window, track.sourceIndex, gaps);
    // A time that is not known was taken over from an event in front of where this reading begins.
    const beginsInside = firstSecond(own, readingOrder) !== firstSecond(request.window, readingOrder);
    return new Reader(track, own, readingOrder, parts, hintFor(request), beginsInside);
  });
}

/** Half of the margin that windows keep from the end of the retention. */
const hintGraceSeconds = 1800;

/** A hint is good for one track that is read on in its own direction. */
function hintFor({ tracks, after, before, isBackwards, gaps, window }: ScanRequest) {
  const hint = after?.hint ?? null;
  if (after === null || hint === null || before !== null || isBackwards) return null;
  if (tracks.length > 1 || gaps.length > 0) return null;
  // The retention's edge moves; the margin in front of it keeps a token good for a while.
  return hint.window.start < window.start - hintGraceSeconds ? null : { place: after.place, hint };
}

/** A single track moves on even within one second, since its hint does. */
function hasMoved(
  { after, before, isBackwards, window, tracks, order }: ScanRequest,
  readers: readonly Reader[],
  hasRead: boolean,
): boolean {
  if (tracks.length === 1 && !isBackwards && hasRead && (after === null || readers[0]?.isBehindPlace))
    return true;
  const readingOrder = isBackwards ? opposite(order) : order;
  const place = (isBackwards ? before : after)?.place;
  const edge = place?.second ?? firstSecond(window, readingOrder);
  const begin = isBackwards && place?.eventId === null ? nextSecond(edge, readingOrder) : edge;
  return Math.min(...readers.map(({ headRank }) => headRank)) > rank(begin, readingOrder);
}

/** Faults of one source that leave the others alone. */
export const passedOver: ReadonlySet<FaultCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_UNAUTHORIZED',
  'UPSTREAM_REJECTED',
  'UPSTREAM_MALFORMED',
]);
