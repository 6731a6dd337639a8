import type { EventOrder } from '../model/action-trail.ts';
import type { ScanState } from '../model/connection.ts';
import { Stop } from './budget.ts';
import type { Hint } from './cursor-record.ts';
import type { Gap } from './gap.ts';
import { merge, mergeBackwards } from './merge.ts';
import { isAt, nextSecond, type Place, placeId, rank } from './order.ts';
import type { MetEvent, Reader } from './reader.ts';
import { Reading, type ScanRequest } from './reading.ts';

export interface ScanResult {
  /** In the order of the question. */
  readonly met: readonly MetEvent[];
  readonly state: ScanState;
  readonly stop: Stop | null;
  /** Those of the request and those that this scan met. */
  readonly gaps: readonly Gap[];
  readonly examined: number;
  /** Where the reading stands, for going on from a page that was stopped. */
  readonly standsAt: { readonly place: Place; readonly hint: Hint | null } | null;
  readonly progressed: boolean;
}

/**
 * Reads one page, and no more than it needs. It ends early (STOPPED) with what it has when the budget does; a source
 * that fails is left out from there on. Rejects when no source can be read at all.
 */
export async function scan(request: ScanRequest): Promise<ScanResult> {
  const { isBackwards, size } = request;
  const met: MetEvent[] = [];
  const reading = new Reading(request, () => met.length > 0);
  const { readers } = reading;
  const isLastWanted = () => met.length === size - 1;
  const events = isBackwards ? backwards(request, reading, isLastWanted) : forwards(request, reading);
  let stop: Stop | null = null;
  let isAtEnd = false;
  try {
    while (!isAtEnd && met.length < size) {
      const { value, done } = await events.next();
      if (done === true) isAtEnd = true;
      else met.push(value);
    }
    // Tells EXHAUSTED from PAGE_FULL where that costs no call.
    const isDrained = readers.every(({ isDone, buffer }) => isDone && buffer.length === 0);
    if (!isAtEnd && isDrained) isAtEnd = (await events.next()).done === true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    stop = error;
  }
  if (met.length === 0) reading.throwIfNothingCouldBeRead();
  const standsAt = stop === null ? null : standing(request, readers, met.at(-1) ?? null);
  return {
    met: isBackwards ? met.reverse() : met,
    state: stop !== null ? 'STOPPED' : isAtEnd ? 'EXHAUSTED' : 'PAGE_FULL',
    stop,
    gaps: reading.gaps,
    examined: reading.examined,
    standsAt,
    progressed: stop === null || reading.hasAdvanced(),
  };
}

async function* forwards(request: ScanRequest, reading: Reading): AsyncGenerator<MetEvent> {
  const { after, before, order } = request;
  const { readers, pull } = reading;
  let isOver = false;
  const isBeyond = (met: MetEvent) => before !== null && isAtOrBehind(met, before.place, order);
  const passed = (met: MetEvent) => {
    isOver ||= isBeyond(met);
  };
  const merged = merge(readers, pull, reading.listSecond);
  const isBehind = () => readers.some((one) => one.isBehindPlace);
  for await (const met of after === null ? merged : dropThrough(merged, after.place, isBehind, passed)) {
    if (isOver || isBeyond(met)) return;
    yield met;
  }
}

async function* backwards(
  { after, before }: ScanRequest,
  { readers, pull, listSecond }: Reading,
  isLastWanted: () => boolean,
): AsyncGenerator<MetEvent> {
  for await (const second of mergeBackwards(readers, pull, listSecond, isLastWanted)) {
    yield* between(second, after?.place ?? null, before?.place ?? null).reverse();
  }
}

/**
 * Drops what stands at or in front of the place. The second of the place is read again as a whole, and what stands
 * behind the event is new. Should the event be gone, its track's part of that second is given out once more, since
 * losing events is worse than repeating them.
 */
async function* dropThrough(
  merged: AsyncGenerator<MetEvent>,
  place: Place,
  isBehind: () => boolean,
  dropped: (met: MetEvent) => void,
): AsyncGenerator<MetEvent> {
  const held: MetEvent[] = [];
  let isPassed = place.eventId === null;
  for await (const met of merged) {
    if (isPassed || isBehind()) {
      yield met;
    } else if (isThere(met, place)) {
      isPassed = true;
      for (const one of [...held, met]) dropped(one);
    } else if (met.event.second !== place.second || met.track.sourceIndex > place.source) {
      isPassed = true;
      yield* held;
      yield met;
    } else if (met.track.sourceIndex === place.source) {
      held.push(met);
    }
  }
  if (!isPassed) yield* held;
}

/** A global event may have been met in another region; any other stands where it stood. */
function isThere({ event, track }: Pick<MetEvent, 'event' | 'track'>, place: Place): boolean {
  return isAt(event, place) && (event.isGlobal || track.sourceIndex === place.source);
}

function isAtOrBehind({ event, track }: MetEvent, place: Place, order: EventOrder): boolean {
  const difference = rank(event.second, order) - rank(place.second, order);
  if (difference !== 0) return difference > 0;
  return place.eventId === null || track.sourceIndex > place.source || isThere({ event, track }, place);
}

/** One second of the list, cut to what lies behind `after` and in front of `before`. */
function between(second: readonly MetEvent[], after: Place | null, before: Place | null): MetEvent[] {
  const indexOf = (place: Place, orElse: (met: MetEvent) => boolean) => {
    const exact = second.findIndex((met) => isThere(met, place));
    const near = second.findIndex(orElse);
    return { exact, near: near < 0 ? second.length : near };
  };
  const isHere = (place: Place | null): place is Place =>
    place !== null && place.eventId !== null && place.second === second[0]?.event.second;
  let from = 0;
  let to = second.length;
  if (isHere(after)) {
    const { exact, near } = indexOf(after, ({ track }) => track.sourceIndex >= after.source);
    from = exact < 0 ? near : exact + 1;
  }
  if (isHere(before) && before.isAlone === true)
    return second.slice(from).filter(({ event }) => !isAt(event, before));
  if (isHere(before)) {
    const { exact, near } = indexOf(before, ({ track }) => track.sourceIndex > before.source);
    to = exact < 0 ? near : exact;
  }
  return second.slice(from, Math.max(from, to));
}

/** Where a stopped reading goes on: behind its last event, or at the first second that was not read whole. */
function standing(
  { order, isBackwards, tracks, after, before }: ScanRequest,
  readers: readonly Reader[],
  last: MetEvent | null,
) {
  const [first] = readers.toSorted((a, b) => a.headRank - b.headRank);
  if (first === undefined) return null;
  const second = first.buffer[0]?.event.second ?? first.seenTo;
  const begin = isBackwards ? before : after;
  if (last === null && begin?.place.second === second)
    return first.isBehindPlace ? { place: begin.place, hint: first.hint } : begin;
  if (isBackwards)
    return { place: { second: nextSecond(second, order), source: 0, eventId: null }, hint: null };
  const place = last?.event.second === second ? placeOf(last) : { second, source: 0, eventId: null };
  return { place, hint: tracks.length === 1 && first.buffer.length === 0 ? first.hint : null };
}

export function placeOf({ event, track, isAlone = false }: MetEvent): Place {
  return { second: event.second, source: track.sourceIndex, eventId: placeId(event.eventId), isAlone };
}
