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
  /** Where windows begin that it answers for: with these at hand, thousands are looked through in no time. */
  readonly first: number;
  readonly last: number;
}

interface Place {
  readonly key: string;
  readonly stretch: Stretch;
  readonly index: number;
}

export function openKnownList(): KnownList {
  const known = new Map<Stretch, Known>();
  const places = new Map<string, Place>();
  return {
    get isEmpty() {
      return known.size === 0;
    },
    add(key, stretch) {
      known.set(stretch, { key, stretch, ...beginningsOf(stretch) });
      for (const [index, { id }] of stretch.events.entries()) {
        // A place with something behind it is worth more than the end of a stretch.
        const isLast = index === stretch.events.length - 1;
        if (!isLast || !places.has(id)) places.set(id, { key, stretch, index });
      }
    },
    remove(stretch) {
      known.delete(stretch);
      for (const { id } of stretch.events) if (places.get(id)?.stretch === stretch) places.delete(id);
    },
    beginning(window) {
      let best: { key: string; stretch: Stretch; count: number } | null = null;
      for (const { key, stretch, first, last } of known.values()) {
        const beginning = beginningOf(window, stretch.order);
        if (beginning < first || beginning > last) continue;
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
