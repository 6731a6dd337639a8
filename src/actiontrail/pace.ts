import type { Clock } from '../model/clock.ts';

/**
 * Calls that leave at even distances arrive unevenly; with this much more than the distance that the rate allows, a
 * sliding second still holds no more than the rate at 60 ms of jitter (at two calls a second).
 */
const slack = 1.06;

/** While ActionTrail throttles, the rate is halved, not below this share; each answer gives a step back. */
const smallestShare = 1 / 8;
const step = 1 / 16;

/** A longer pause is taken for a mistake: one call a minute shows whether it still holds. */
const longestPauseMs = 60_000;

/** When the next call may leave: GCRA with a burst of one, on the monotonic clock. */
export interface Pace {
  /** Milliseconds on the monotonic clock. */
  readonly nextTurn: number;
  /** Milliseconds between two turns, as things are. */
  readonly intervalMs: number;
  /** The rate as things are. */
  readonly callsPerSecond: number;
  readonly isThrottled: boolean;
  /** A call gets its turn now. */
  take(): void;
  /** A call that had its turn is written now, later than it might be where the process is busy. */
  written(): void;
  /** A call that left at `sentAt` was throttled. Calls that were under way together widen the interval once. */
  throttled(sentAt: number, retryAfterMs: number): void;
  answered(): void;
}

/** Starts as if a call had left at `lastTurn`: the process before this one may have called a moment ago. */
export function openPace(callsPerSecond: number, clock: Clock, lastTurn: number): Pace {
  const shortestMs = (1000 / callsPerSecond) * slack;
  let share = 1;
  let widenedAt = Number.NEGATIVE_INFINITY;
  let nextTurn = lastTurn + shortestMs;
  return {
    get nextTurn() {
      return nextTurn;
    },
    get intervalMs() {
      return shortestMs / share;
    },
    get callsPerSecond() {
      return callsPerSecond * share;
    },
    get isThrottled() {
      return share < 1;
    },
    take() {
      nextTurn = Math.max(nextTurn, clock.elapsed()) + shortestMs / share;
    },
    written() {
      nextTurn = Math.max(nextTurn, clock.elapsed() + shortestMs / share);
    },
    throttled(sentAt, retryAfterMs) {
      const now = clock.elapsed();
      if (sentAt > widenedAt) {
        share = Math.max(smallestShare, share / 2);
        widenedAt = now;
      }
      const pauseMs = Math.max(shortestMs / share, Math.min(retryAfterMs, longestPauseMs));
      nextTurn = Math.max(nextTurn, now + pauseMs);
    },
    answered() {
      share = Math.min(1, share + step);
    },
  };
}
