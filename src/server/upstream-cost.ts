import type { Tally } from '../model/call.ts';

/** `extensions.upstream` of an answer. */
export interface UpstreamCost {
  readonly calls: number;
  /** Calls that were not needed. */
  readonly avoided: { readonly memory: number; readonly coalescing: number };
  /** Milliseconds that calls waited for their turns; waits side by side add up. */
  readonly waitedMs: number;
  /** Look-ups that the account asked last could still begin within ten seconds; null where none had to be asked. */
  readonly quotaLeft: number | null;
}

export function upstreamCost(tally: Tally): UpstreamCost {
  const { upstreamCalls, callsAvoidedByMemory, callsAvoidedByCoalescing, waitedMs, quotaLeft } = tally;
  return {
    calls: upstreamCalls,
    avoided: { memory: callsAvoidedByMemory, coalescing: callsAvoidedByCoalescing },
    waitedMs: Math.round(waitedMs),
    quotaLeft: quotaLeft !== null && Number.isFinite(quotaLeft) ? quotaLeft : null,
  };
}
