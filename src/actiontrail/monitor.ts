import type { Source } from '../model/source.ts';
import type { SourceHealth, SourceMonitor } from '../model/source-monitor.ts';
import type { CircuitReport } from './breaker.ts';
import type { GateState } from './gate.ts';

/** One call in ten of the last half minute failed. */
const degradedShare = 0.1;

interface Watched {
  readonly quota: { stateOf(source: Source): GateState };
  readonly breaker: { stateOf(source: Source): CircuitReport };
}

/** What the layers know of a source, as one snapshot. */
export function createMonitor({ quota, breaker }: Watched): SourceMonitor {
  return {
    statusOf(source) {
      const { callsPerSecond, waiting, estimatedWaitMs, isThrottled } = quota.stateOf(source);
      const health = healthOf(breaker.stateOf(source), isThrottled);
      return { health, callsPerSecond, waiting, estimatedWaitMs: Math.ceil(estimatedWaitMs) };
    },
  };
}

function healthOf({ state, failureShare }: CircuitReport, isThrottled: boolean): SourceHealth {
  if (state !== 'CLOSED') return 'CIRCUIT_OPEN';
  if (isThrottled) return 'THROTTLED';
  return failureShare >= degradedShare ? 'DEGRADED' : 'HEALTHY';
}
