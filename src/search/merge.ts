import type { AuditEvent } from '../model/event.ts';
import { rank } from './order.ts';
import type { MetEvent, Reader } from './reader.ts';

/** Reads a page for each of these. Throws to stop the merge. */
type Pull = (readers: readonly Reader[]) => Promise<void>;

/**
 * The ids of what one source shows in one second of these readers' look-ups, in the order of the question. Null: the
 * source could not be read, and its readers have given that second up.
 */
export type ListSecond = (readers: readonly Reader[], second: number) => Promise<readonly string[] | null>;

/**
 * All tracks as one list, in the order in which they are read; each event once. A track is asked again only when its
 * next event is needed: to be given out, or to know that it does not come before the one that is.
 */
export async function* merge(
  readers: readonly Reader[],
  pull: Pull,
  listSecond: ListSecond,
): AsyncGenerator<MetEvent> {
  const given = new GivenOut();
  for (;;) {
    const head = firstOf(readers.filter(({ buffer }) => buffer.length > 0));
    const wanting =
      head === undefined ? farthestBehind(readers) : readers.filter((one) => isNeeded(one, head));
    if (wanting.length > 0) {
      await pull(wanting);
      continue;
    }
    const [met] = head?.buffer ?? [];
    if (head === undefined || met === undefined) return;
    const rivals = readers.filter((one) => one.headRank === head.headRank && isSameSource(one, head));
    const next = rivals.length < 2 ? met : await firstListed(rivals, met.event.second, listSecond, given);
    if (next === null) continue;
    for (const { buffer } of rivals) {
      const index = buffer.indexOf(next);
      if (index >= 0) buffer.splice(index, 1);
    }
    if (given.isNew(next)) yield withSeenIn(next, readers);
  }
}

/**
 * The same list from its other end: whole seconds, each listed in the order of the question. The readers read against
 * that order, in which ActionTrail's order within a second may or may not be turned around.
 * `isLastWanted`: the page needs but one more event.
 */
export async function* mergeBackwards(
  readers: readonly Reader[],
  pull: Pull,
  listSecond: ListSecond,
  isLastWanted: () => boolean,
): AsyncGenerator<readonly MetEvent[]> {
  const given = new GivenOut();
  for (;;) {
    const first = Math.min(...readers.map(({ headRank }) => headRank));
    if (first === Number.POSITIVE_INFINITY) return;
    const wanting = readers.filter((reader) => !reader.isDone && rank(reader.seenTo, reader.order) <= first);
    if (wanting.length > 0) {
      const alone = isLastWanted() ? aloneInSecond(readers, wanting, first) : null;
      if (alone === null) await pull(wanting);
      else yield [{ ...alone, isAlone: true }];
      continue;
    }
    const present = readers.filter(({ headRank }) => headRank === first);
    const listed: MetEvent[] = [];
    for (const [, ofSource] of Map.groupBy(present.toSorted(bySource), ({ track }) => track.sourceIndex)) {
      listed.push(...(await inOrder(ofSource, listSecond)));
    }
    // Taken only now: a listing that is stopped must not lose what was read.
    for (const reader of present) {
      if (reader.headRank === first) reader.buffer.splice(0, secondOf(reader).length);
    }
    const once = listed.filter((met) => given.isNew(met));
    yield once.map((met) => ({ ...met, event: seenInAll(met, listed) }));
  }
}

/** A page that ends just where an upstream page does need not be followed by another call only to end a second. */
function aloneInSecond(
  readers: readonly Reader[],
  wanting: readonly Reader[],
  first: number,
): MetEvent | null {
  const [reader, ...others] = readers.filter(({ headRank }) => headRank === first);
  const [met, next] = reader?.buffer ?? [];
  const isOnly = others.length === 0 && wanting.every((one) => one === reader) && next === undefined;
  return isOnly && met !== undefined && !met.event.isGlobal ? met : null;
}

/** What the readers of one source have of their next second, listed as the question wants it. */
async function inOrder(readers: readonly Reader[], listSecond: ListSecond): Promise<readonly MetEvent[]> {
  const events = readers.flatMap(secondOf);
  const [one] = events;
  if (one === undefined || new Set(events.map(({ event }) => event.id)).size === 1) return events;
  const ids = await listSecond(readers, one.event.second);
  return ids === null ? [] : sortedBy(ids, events);
}

function secondOf({ buffer }: Reader): readonly MetEvent[] {
  const count = buffer.findIndex(({ event }) => event.second !== buffer[0]?.event.second);
  return count < 0 ? buffer : buffer.slice(0, count);
}

/** Of several look-ups of one source that have events in the same second: the one that the source lists first. */
async function firstListed(
  rivals: readonly Reader[],
  second: number,
  listSecond: ListSecond,
  given: GivenOut,
): Promise<MetEvent | null> {
  const events = rivals.flatMap(secondOf);
  if (new Set(events.map(({ event }) => event.id)).size === 1) return events[0] ?? null;
  const ids = given.listing(second, rivals) ?? (await listSecond(rivals, second));
  if (ids === null) return null;
  given.keepListing(second, rivals, ids);
  return sortedBy(ids, events)[0] ?? null;
}

/** What is not listed comes last: it arrived since. */
function sortedBy(ids: readonly string[], events: readonly MetEvent[]): readonly MetEvent[] {
  const places = new Map(ids.map((id, index) => [id, index]));
  const indexOf = ({ event }: MetEvent) => places.get(event.id) ?? ids.length;
  return events.toSorted((a, b) => indexOf(a) - indexOf(b));
}

/** With nothing at hand, those that have seen least: what they bring may make it needless to ask the others. */
function farthestBehind(readers: readonly Reader[]): readonly Reader[] {
  const open = readers.filter(({ isDone }) => !isDone);
  const least = Math.min(...open.map(({ headRank }) => headRank));
  return open.filter(({ headRank }) => headRank === least);
}

/** Could this reader still bring something that comes before the head, or that stands beside it in its second? */
function isNeeded(reader: Reader, head: Reader): boolean {
  const [met] = head.buffer;
  if (reader.isDone || met === undefined || reader === head) return false;
  const seenRank = rank(reader.seenTo, reader.order);
  const mayComeFirst = seenRank < head.headRank || bySource(reader, head) < 0;
  const sharesSecond = isSameSource(reader, head) || (met.event.isGlobal && isTwin(reader, head));
  return seenRank <= head.headRank && (sharesSecond || (reader.buffer.length === 0 && mayComeFirst));
}

function isSameSource(reader: Reader, other: Reader): boolean {
  return reader.track.sourceIndex === other.track.sourceIndex;
}

/** Sources of one account may show the same global event. */
function isTwin(reader: Reader, head: Reader): boolean {
  return !isSameSource(reader, head) && reader.track.source.accountId === head.track.source.accountId;
}

function firstOf(readers: readonly Reader[]): Reader | undefined {
  return readers.toSorted((a, b) => a.headRank - b.headRank || bySource(a, b))[0];
}

function bySource(a: Reader, b: Reader): number {
  return a.track.sourceIndex - b.track.sourceIndex;
}

/** Names the other regions whose next events include this global event. */
function withSeenIn(met: MetEvent, readers: readonly Reader[]): MetEvent {
  if (!met.event.isGlobal) return met;
  return { ...met, event: seenInAll(met, [met, ...readers.flatMap(({ buffer }) => buffer)]) };
}

function seenInAll({ event }: MetEvent, all: readonly MetEvent[]) {
  const sources = new Set(
    all.filter((other) => other.event.id === event.id).flatMap((other) => other.event.seenIn),
  );
  return sources.size === 1 ? event : Object.freeze({ ...event, seenIn: Object.freeze([...sources]) });
}

/** Remembers the second at hand: by then, all that can be the same event has the same time. */
class GivenOut {
  #second: number | null = null;
  readonly #ids = new Set<string>();
  readonly #listings = new Map<number, readonly string[]>();
  readonly #timeless = new Set<string>();

  isNew({ event }: MetEvent): boolean {
    if (event.eventTime === null && !this.#isFirstOf(event)) return false;
    this.#turnTo(event.second);
    if (this.#ids.has(event.id)) return false;
    this.#ids.add(event.id);
    return true;
  }

  /** Two look-ups give an event without a time two neighbours, hence two seconds and two ids. */
  #isFirstOf({ eventId, seenIn }: AuditEvent): boolean {
    const name = `${seenIn[0]?.id} ${eventId}`;
    if (this.#timeless.has(name)) return false;
    this.#timeless.add(name);
    return true;
  }

  listing(second: number, [reader]: readonly Reader[]): readonly string[] | undefined {
    this.#turnTo(second);
    return reader === undefined ? undefined : this.#listings.get(reader.track.sourceIndex);
  }

  keepListing(second: number, [reader]: readonly Reader[], ids: readonly string[]): void {
    this.#turnTo(second);
    if (reader !== undefined) this.#listings.set(reader.track.sourceIndex, ids);
  }

  #turnTo(second: number): void {
    if (second === this.#second) return;
    this.#second = second;
    this.#ids.clear();
    this.#listings.clear();
  }
}
