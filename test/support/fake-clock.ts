import type { Clock } from '../../src/model/clock.ts';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves both hands; sleepers wake in order, and what they start runs before the next wakes. */
  advance(ms: number): Promise<void>;
  /** Moves the wall hand alone, as an operator or NTP would. */
  stepWall(ms: number): void;
}

export function fakeClock(startsAt: string | number): FakeClock {
  let wall = new Date(startsAt).getTime();
  let elapsed = 0;
  const sleepers = new Set<Sleeper>();
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const move = (ms: number) => {
    wall += ms;
    elapsed += ms;
  };
  return {
    now: () => wall,
    elapsed: () => elapsed,
    stepWall: (ms) => {
      wall += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { wakesAt: elapsed + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => sleepers.delete(sleeper) && reject(signal.reason), {
          once: true,
        });
      }),
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers].sort((a, b) => a.wakesAt - b.wakesAt);
        if (next === undefined || next.wakesAt > until) break;
        move(Math.max(0, next.wakesAt - elapsed));
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      move(until - elapsed);
    },
  };
}
