import type { EventPage, TimeWindow } from '../model/action-trail.ts';
import { openMemory } from '../model/memory.ts';
import type { Track } from './reader.ts';

/** How many matching events a second of each look-up holds, learned from the pages that were read. */
export interface Density {
  /** `window`: what the look-up asked for, where this is its first page. */
  note(track: Track, page: EventPage, window: TimeWindow | null): void;
  /** Events per second; null where no page that tells has been seen. */
  of(track: Track): number | null;
}

/** Look-ups are as many as users think up: the ones asked last are remembered. */
const remembered = 1000;

export function createDensity(): Density {
  const perSecond = openMemory<number>(remembered);
  return {
    note(track, { events, next }, window) {
      // A page in the middle is as long as its events; one that is all there is, as its window. Others say nothing.
      const seconds = next !== null ? spanOf(events) : window === null ? null : window.end - window.start;
      if (seconds === null) return;
      perSecond.set(keyOf(track), events.length / Math.max(1, seconds), 1);
    },
    of: (track) => perSecond.get(keyOf(track)) ?? null,
  };
}

function spanOf(events: EventPage['events']): number | null {
  const [first] = events;
  const last = events.at(-1);
  return first === undefined || last === undefined ? null : Math.abs(first.second - last.second);
}

function keyOf({ source, branch }: Track): string {
  return JSON.stringify([source.id, branch.conditions]);
}
