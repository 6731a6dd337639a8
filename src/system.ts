import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './model/clock.ts';
import type { LogLevel, Observer } from './model/observer.ts';

// The only file that touches the machine's clock, timers and randomness. `main` hands these parts on.

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

const severity: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** One JSON object a line. JSON escapes control characters, so no value can break out of its line. */
export function jsonLog(lowest: LogLevel, write: (line: string) => void, clock: Clock): Observer {
  return {
    log(level, event, fields = {}) {
      if (severity[level] < severity[lowest]) return;
      write(`${JSON.stringify({ time: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`);
    },
  };
}

export const newId: () => string = randomUUID;

/** From 0 to less than 1; not for secrets. */
export const random: () => number = Math.random;

/** A key for cursors: 32 bytes. */
export function newKey(): Uint8Array {
  return randomBytes(32);
}
