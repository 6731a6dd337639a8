import type { Continuation, EventLookUp, EventPage } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { openPageStore, type PageStore } from './page-store.ts';
import { listKey, lookUpKey } from './question-key.ts';
import { cut, isSettled, isSound, settledRest, stretchOf } from './stretch.ts';

interface Recalled {
  readonly page: EventPage;
  /** Wall time, epoch milliseconds, of what may still change; Infinity for what cannot. */
  readonly readAtMs: number;
}

/** Pages that have been read. Look-ups have to ask for the whole window of their continuation. */
export interface PageMemory {
  recall(whole: EventLookUp): Recalled | null;
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

const forEver = Number.POSITIVE_INFINITY;

export function openPageMemory(options: PageMemoryOptions): PageMemory {
  const { clock, settleDelaySeconds, movingEdgeMs } = options;
  const store = openPageStore(options);
  return {
    recall(whole) {
      const exact = store.page(lookUpKey(whole));
      if (exact !== null) {
        const { events, next } = exact.stretch;
        return { page: Object.freeze({ events, next }), readAtMs: exact.readAtMs };
      }
      const page = met(store, whole);
      return page === null ? null : { page, readAtMs: forEver };
    },
    keep(whole, page, readAtMs) {
      const stretch = stretchOf(whole, page);
      const token = tokenOf(whole.from);
      const previous = token === null ? null : store.eventBefore(whole, token);
      if (!isSound(stretch) || page.events.some(({ id }) => id === previous)) return;
      const settledBefore = Math.floor(readAtMs / 1000) - settleDelaySeconds;
      // An event without a time has the place of a neighbour, which may be another one in another window.
      const list = stretch.events.every(({ eventTime }) => eventTime !== null) ? listKey(whole) : null;
      const key = lookUpKey(whole);
      const rest = settledRest(stretch, settledBefore);
      const restKey = rest && lookUpKey({ ...whole, window: rest.asked, from: null });
      if (isSettled(stretch, settledBefore)) {
        store.putPage(key, { stretch, readAtMs: forEver, until: forEver }, list);
      } else {
        const until = clock.elapsed() + movingEdgeMs;
        if (movingEdgeMs > 0) store.putPage(key, { stretch, readAtMs, until }, null);
        const kept = rest && { stretch: rest, readAtMs: forEver, until: forEver };
        if (kept !== null && restKey !== null && list !== null) store.putPage(restKey, kept, list);
      }
      const last = page.events.at(-1);
      const next = tokenOf(page.next);
      if (next !== null && last !== undefined) {
        store.putToken(whole, next, { eventId: last.id, toldBy: restKey === null ? [key] : [key, restKey] });
      }
    },
    forgetWayTo(whole) {
      const token = tokenOf(whole.from);
      if (token !== null) store.dropToken(whole, token);
    },
  };
}

/** The same events, met in another window or behind another token. */
function met(store: PageStore, whole: EventLookUp): EventPage | null {
  const list = store.list(listKey(whole));
  if (list === undefined) return null;
  const token = tokenOf(whole.from);
  const eventId = token === null ? null : store.eventBefore(whole, token);
  if (token !== null && eventId === null) return null;
  const found = eventId === null ? list.beginning(whole.window) : list.behind(eventId);
  if (found === null) return null;
  // Told once more, so that what is used is what stays.
  store.page(found.key);
  const page = cut(found.stretch, whole.window);
  if (page.events.length > 0 || page.next === null) return page;
  const following = store.page(lookUpKey({ ...whole, window: page.next.window, from: page.next }));
  return following === null ? null : cut(following.stretch, whole.window);
}

/** Null where a window is read from its edge. */
function tokenOf(from: Continuation | null): Continuation | null {
  return from?.token == null ? null : from;
}
