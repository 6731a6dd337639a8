import type { TimeWindow } from '../model/action-trail.ts';
import { beginningOf, beginningsOf, type Stretch } from './stretch.ts';

/** The settled stretches of one list of events: one source, one set of conditions, one order. */
export interface KnownList {
  readonly isEmpty: boolean;
  add(key: string, stretch: Stretch): void;
  remove(stretch: Stretch): void;
  /** The stretch that answers for a window from its edge, the one that brings most; with the key it was kept under. */
  beginning(window: TimeWindow): { readonly key: string; readonly stretch: Stretch } | null;
  /** What comes after an event, wherever it was met. */
  behind(eventId: string): { readonly key: string; readonly stretch: Stretch } | null;
}

interface Known {
  readonly key: string;
  readonly stretch: Stretch;
}

interface Place {
  readonly key: string;
  readonly stretch: Stretch;
  readonly index: number;
}

export function openKnownList(): KnownList {
  // Side by side, so that thousands are looked through in no time: the windows that each answers for begin from `firsts`
  // to `lasts`.
  const known: Known[] = [];
  const firsts: number[] = [];
  const lasts: number[] = [];
  const indexes = new Map<Stretch, number>();
  const put = (one: Known, index: number) => {
    const { first, last } = beginningsOf(one.stretch);
    known[index] = one;
    firsts[index] = first;
    lasts[index] = last;
    indexes.set(one.stretch, index);
  };
  const places = new Map<string, Place>();
  return {
    get isEmpty() {
      return known.length === 0;
    },
    add(key, stretch) {
      put({ key, stretch }, indexes.get(stretch) ?? known.length);
      for (const [index, { id }] of stretch.events.entries()) {
        // A place with something behind it is worth more than the end of a stretch.
        const isLast = index === stretch.events.length - 1;
        if (!isLast || !places.has(id)) places.set(id, { key, stretch, index });
      }
    },
    remove(stretch) {
      const index = indexes.get(stretch);
      const last = known.at(-1);
      if (index === undefined || last === undefined) return;
      put(last, index);
      indexes.delete(stretch);
      known.length = firsts.length = lasts.length = known.length - 1;
      for (const { id } of stretch.events) if (places.get(id)?.stretch === stretch) places.delete(id);
    },
    beginning(window) {
      let best: { key: string; stretch: Stretch; count: number } | null = null;
      // All of a list have the same.
      const order = known[0]?.stretch.order;
      if (order === undefined) return null;
      const beginning = beginningOf(window, order);
      for (let index = 0; index < known.length; index += 1) {
        if (beginning < (firsts[index] ?? 0) || beginning > (lasts[index] ?? 0)) continue;
        const { key, stretch } = known[index] as Known;
        const count = stretch.events.filter(
          ({ second }) => second >= window.start && second < window.end,
        ).length;
        if (best === null || count > best.count) best = { key, stretch, count };
      }
      return best;
    },
    behind(eventId) {
      const place = places.get(eventId);
      if (place === undefined) return null;
      const { key, stretch, index } = place;
      const event = stretch.events[index];
      const rest = {
        ...stretch,
        events: stretch.events.slice(index + 1),
        before: event?.second ?? stretch.before,
      };
      return { key, stretch: rest };
    },
  };
}
