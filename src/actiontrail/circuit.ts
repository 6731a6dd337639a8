import type { Clock } from '../model/clock.ts';

/**
 * What a call says about the other side. `ignored`: it was answered, with a refusal that has its own remedy. `unknown`:
 * it was refused here, or left before there was an answer.
 */
export type Outcome = 'answered' | 'failed' | 'ignored' | 'unknown';

/** A call that may be made. Its end must be told, once. */
export interface Admission {
  end(outcome: Outcome): void;
}

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Opens when most of the recent calls failed, and finds out with one call at a time when it may close. */
export interface Circuit {
  /** Milliseconds until it is worth asking again where the circuit is open. */
  admit(): Admission | { readonly retryAfterMs: number };
  readonly state: CircuitState;
  /** Of the calls of the last half minute, 0 to 1. */
  readonly failureShare: number;
}

const windowMs = 30_000;
const fewestCalls = 10;
const openingShare = 0.5;
const firstPauseMs = 10_000;
const longestPauseMs = 60_000;
/** While a probe is under way nobody knows; those who ask meanwhile come back after this. */
const probeMs = 1000;

export function openCircuit(clock: Clock): Circuit {
  const recent = openRecent(clock);
  let state: CircuitState = 'CLOSED';
  let pauseMs = firstPauseMs;
  let opensUntil = 0;
  let isProbing = false;

  const open = (forMs: number): void => {
    state = 'OPEN';
    pauseMs = forMs;
    opensUntil = clock.elapsed() + forMs;
  };
  const close = (): void => {
    state = 'CLOSED';
    pauseMs = firstPauseMs;
    recent.clear();
  };
  const ordinary: Admission = {
    end(outcome) {
      // What was sent before the circuit opened has no say in when it closes.
      if (state !== 'CLOSED') return;
      recent.note(outcome);
      const { calls, failures } = recent.count();
      if (calls >= fewestCalls && failures >= calls * openingShare) open(firstPauseMs);
    },
  };
  const probe: Admission = {
    end(outcome) {
      isProbing = false;
      if (outcome === 'failed') open(Math.min(longestPauseMs, pauseMs * 2));
      else if (outcome !== 'unknown') close();
    },
  };
  return {
    admit() {
      if (state === 'CLOSED') return ordinary;
      const leftMs = opensUntil - clock.elapsed();
      if (leftMs > 0) return { retryAfterMs: Math.ceil(leftMs) };
      state = 'HALF_OPEN';
      if (isProbing) return { retryAfterMs: probeMs };
      isProbing = true;
      return probe;
    },
    get state() {
      return state;
    },
    get failureShare() {
      const { calls, failures } = recent.count();
      return calls === 0 ? 0 : failures / calls;
    },
  };
}

/** Calls and failures of the window, by the second, so that it stays small whatever the rate. */
function openRecent(clock: Clock) {
  const seconds = new Map<number, { calls: number; failures: number }>();
  return {
    note(outcome: Outcome): void {
      if (outcome === 'unknown' || outcome === 'ignored') return;
      const second = Math.floor(clock.elapsed() / 1000);
      const counted = seconds.get(second) ?? { calls: 0, failures: 0 };
      counted.calls += 1;
      if (outcome === 'failed') counted.failures += 1;
      seconds.set(second, counted);
    },
    count(): { readonly calls: number; readonly failures: number } {
      const total = { calls: 0, failures: 0 };
      for (const [second, { calls, failures }] of seconds) {
        if (clock.elapsed() - second * 1000 > windowMs) {
          seconds.delete(second);
          continue;
        }
        total.calls += calls;
        total.failures += failures;
      }
      return total;
    },
    clear: () => seconds.clear(),
  };
}
