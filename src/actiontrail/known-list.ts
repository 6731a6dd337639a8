import type { TimeWindow } from '../model/action-trail.ts';
import { beginningOf, beginningsOf, type Stretch } from './stretch.ts';

/** The settled stretches of one list of events: one source, one set of conditions, one order. */
export interface KnownList {
  isEmpty(): boolean;
  add(key: string, stretch: Stretch): void;
  remove(stretch: Stretch): void;
  /** The stretch that answers for a window from its edge, the one that brings most. */
  beginning(window: TimeWindow): Known | null;
  /** What comes after an event, wherever it was met. */
  behind(eventId: string): Known | null;
}

/** A stretch with the key that it is kept under. */
interface Known {
  readonly key: string;
  readonly stretch: Stretch;
}

export function openKnownList(): KnownList {
  const beginnings = openBeginnings();
  const places = openPlaces();
  return {
    isEmpty: beginnings.isEmpty,
    add(key, stretch) {
      beginnings.add({ key, stretch });
      places.add({ key, stretch });
    },
    remove(stretch) {
      if (beginnings.remove(stretch)) places.remove(stretch);
    },
    beginning: beginnings.best,
    behind: places.behind,
  };
}

/** Stretches by the windows that they answer for. */
function openBeginnings() {
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
  return {
    isEmpty: () => known.length === 0,
    add: (one: Known) => put(one, indexes.get(one.stretch) ?? known.length),
    /** False where it is not there. */
    remove(stretch: Stretch): boolean {
      const index = indexes.get(stretch);
      const last = known.at(-1);
      if (index === undefined || last === undefined) return false;
      put(last, index);
      indexes.delete(stretch);
      known.length = firsts.length = lasts.length = known.length - 1;
      return true;
    },
    best(window: TimeWindow): Known | null {
      let best: (Known & { readonly count: number }) | null = null;
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
  };
}

/** Stretches by the events in them. */
function openPlaces() {
  const places = new Map<string, Known & { readonly index: number }>();
  return {
    add({ key, stretch }: Known): void {
      for (const [index, { id }] of stretch.events.entries()) {
        // A place with something behind it is worth more than the end of a stretch.
        const isLast = index === stretch.events.length - 1;
        if (!isLast || !places.has(id)) places.set(id, { key, stretch, index });
      }
    },
    remove(stretch: Stretch): void {
      for (const { id } of stretch.events) if (places.get(id)?.stretch === stretch) places.delete(id);
    },
    behind(eventId: string): Known | null {
      const place = places.get(eventId);
      if (place === undefined) return null;
      const { key, stretch, index } = place;
      const events = stretch.events.slice(index + 1);
      return {
        key,
        stretch: { ...stretch, events, before: stretch.events[index]?.second ?? stretch.before },
      };
    },
  };
}
