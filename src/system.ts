import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './model/clock.ts';

export { keepHeapSmall } from './system/heap.ts';
export { type Lines, oneLine, openLines } from './system/lines.ts';
export { jsonLog } from './system/log.ts';

// The only file that touches the machine's clock, timers and randomness; its folder has what touches the output.
// `main` hands these parts on.

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

export const newId: () => string = randomUUID;

/** From 0 to less than 1; not for secrets. */
export const random: () => number = Math.random;

/** A key for cursors: 32 bytes. */
export function newKey(): Uint8Array {
  return randomBytes(32);
}
