import type { Continuation, EventLookUp, EventPage } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { type KnownList, openKnownList } from './known-list.ts';
import { openMemory } from './memory.ts';
import { listKey, lookUpKey } from './question-key.ts';
import { cut, isSettled, isSound, type Stretch, settledRest, stretchOf } from './stretch.ts';

export interface KnownPage {
  readonly page: EventPage;
  /** Wall time, epoch milliseconds, of what may still change; Infinity for what cannot. */
  readonly readAtMs: number;
}

/** Pages that have been read. Look-ups have to ask for the whole window of their continuation. */
export interface PageMemory {
  recall(whole: EventLookUp): KnownPage | null;
  /** `readAtMs`: wall time before the page was asked for. */
  keep(whole: EventLookUp, page: EventPage, readAtMs: number): void;
  /** ActionTrail did not take the token: whoever is given the page before it would be led into a dead end. */
  forgetWayTo(whole: EventLookUp): void;
}

interface PageMemoryOptions {
  readonly clock: Clock;
  readonly settleDelaySeconds: number;
  readonly maxBytes: number;
  readonly movingEdgeMs: number;
}

/** A page, or of a token the event behind which it leads, and the pages that it is told by. */
type Kept =
  | { readonly stretch: Stretch; readonly readAtMs: number; readonly until: number }
  | { readonly eventId: string; readonly toldBy: readonly string[] };

/** Parsed events take 1.7 bytes for a character of their JSON (measured on the emulator's events, 2026-11-21). */
const bytesPerCharacter = 2;
const bytesPerToken = 800;

export function openPageMemory({
  clock,
  settleDelaySeconds,
  maxBytes,
  movingEdgeMs,
}: PageMemoryOptions): PageMemory {
  const memory = openMemory<Kept>(maxBytes);
  const lists = new Map<string, KnownList>();

  const pageAt = (key: string) => {
    const kept = memory.get(key);
    return kept !== undefined && 'stretch' in kept && kept.until > clock.elapsed() ? kept : null;
  };
  const eventBefore = (whole: EventLookUp, from: Continuation): string | null => {
    const kept = memory.get(tokenKey(whole, from));
    return kept !== undefined && 'eventId' in kept ? kept.eventId : null;
  };
  const put = (key: string, stretch: Stretch, readAtMs: number, until: number, list: string | null): void => {
    const bytes = bytesPerCharacter * (key.length + JSON.stringify(stretch).length);
    const known = list === null ? null : (lists.get(list) ?? openKnownList());
    memory.set(key, { stretch, readAtMs, until }, bytes, () => {
      known?.remove(stretch);
      if (list !== null && known?.isEmpty === true) lists.delete(list);
    });
    if (known === null || list === null || memory.get(key) === undefined) return;
    lists.set(list, known);
    known.add(key, stretch);
  };
  /** The same events, met in another window or behind another token. */
  const met = (whole: EventLookUp): EventPage | null => {
    const list = lists.get(listKey(whole));
    if (list === undefined) return null;
    const eventId = whole.from?.token == null ? null : eventBefore(whole, whole.from);
    if (eventId === null && whole.from?.token != null) return null;
    const found = eventId === null ? list.beginning(whole.window) : list.behind(eventId);
    if (found === null) return null;
    memory.get(found.key);
    const page = cut(found.stretch, whole.window);
    if (page.events.length > 0 || page.next === null) return page;
    const following = pageAt(lookUpKey({ ...whole, window: page.next.window, from: page.next }));
    return following === null ? null : cut(following.stretch, whole.window);
  };

  return {
    recall(whole) {
      const exact = pageAt(lookUpKey(whole));
      if (exact !== null) {
        const { events, next } = exact.stretch;
        return { page: Object.freeze({ events, next }), readAtMs: exact.readAtMs };
      }
      const page = met(whole);
      return page === null ? null : { page, readAtMs: Number.POSITIVE_INFINITY };
    },
    keep(whole, page, readAtMs) {
      const stretch = stretchOf(whole, page);
      const previous = whole.from?.token == null ? null : eventBefore(whole, whole.from);
      if (!isSound(stretch) || page.events.some(({ id }) => id === previous)) return;
      const settledBefore = Math.floor(readAtMs / 1000) - settleDelaySeconds;
      // An event without a time has the place of a neighbour, which may be another one in another window.
      const list = stretch.events.every(({ eventTime }) => eventTime !== null) ? listKey(whole) : null;
      const forEver = Number.POSITIVE_INFINITY;
      const key = lookUpKey(whole);
      const rest = settledRest(stretch, settledBefore);
      const restKey = lookUpKey({ ...whole, window: rest?.asked ?? whole.window, from: null });
      if (isSettled(stretch, settledBefore)) put(key, stretch, forEver, forEver, list);
      else {
        if (movingEdgeMs > 0) put(key, stretch, readAtMs, clock.elapsed() + movingEdgeMs, null);
        if (rest !== null && list !== null) put(restKey, rest, forEver, forEver, list);
      }
      const last = page.events.at(-1);
      if (page.next?.token == null || last === undefined) return;
      const toldBy = [key, restKey];
      memory.set(tokenKey(whole, page.next), { eventId: last.id, toldBy }, bytesPerToken);
    },
    forgetWayTo(whole) {
      if (whole.from?.token == null) return;
      const key = tokenKey(whole, whole.from);
      const kept = memory.get(key);
      if (kept === undefined || !('eventId' in kept)) return;
      for (const page of kept.toldBy) memory.delete(page);
      memory.delete(key);
    },
  };
}

function tokenKey(whole: EventLookUp, { window, token }: Continuation): string {
  return JSON.stringify(['token', listKey(whole), window.start, window.end, token]);
}
