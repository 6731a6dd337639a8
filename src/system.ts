import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from './model/clock.ts';

export { readFile } from './system/files.ts';
export { keepHeapSmall, letYoungGenerationGrow } from './system/heap.ts';
export { type Lines, openLines } from './system/lines.ts';
export { jsonLog } from './system/log.ts';
export { ownVersion } from './system/version.ts';

// The only file that touches the machine's clock, timers and randomness; its folder has what touches files and the output.
// `main` and `gateway` hand these parts on.

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  // Not that of node:timers/promises, which makes an exception of its own, stack and all, for each sleep that is left.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', leave);
        resolve();
      }, ms);
      signal?.addEventListener('abort', leave, { once: true });
    }),
};

export const newId: () => string = randomUUID;

/** From 0 to less than 1; not for secrets. */
export const random: () => number = Math.random;

/** 32 random bytes: a key for cursors, or the secret of an API key. */
export function newKey(): Uint8Array {
  return randomBytes(32);
}
