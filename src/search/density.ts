import type { EventPage } from '../model/action-trail.ts';
import type { Track } from './reader.ts';

/** How many matching events a second of each look-up holds, learned from the pages that were read. */
export interface Density {
  note(track: Track, page: EventPage): void;
  /** Events per second; null where no page that tells has been seen. */
  of(track: Track): number | null;
}

/** Looks-up are as many as users think up: the ones asked last are remembered. */
const remembered = 1000;

export function createDensity(): Density {
  const perSecond = new Map<string, number>();
  return {
    note(track, { events, next }) {
      const [first] = events;
      const last = events.at(-1);
      // A page that ends its window says nothing of how far apart events are.
      if (first === undefined || last === undefined || next === null) return;
      const key = keyOf(track);
      perSecond.delete(key);
      perSecond.set(key, events.length / Math.max(1, Math.abs(first.second - last.second)));
      const [oldest] = perSecond.keys();
      if (perSecond.size > remembered && oldest !== undefined) perSecond.delete(oldest);
    },
    of: (track) => perSecond.get(keyOf(track)) ?? null,
  };
}

function keyOf({ source, branch }: Track): string {
  return JSON.stringify([source.id, branch.conditions]);
}
