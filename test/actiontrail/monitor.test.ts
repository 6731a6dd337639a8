import { describe, expect, it } from 'vitest';
import { type CircuitReport, createMonitor } from '../../src/actiontrail/index.ts';
import { source } from './support/wire.ts';

const gate = { callsPerSecond: 2, isThrottled: false, waiting: 3, estimatedWaitMs: 1059.2 };
const closed: CircuitReport = { state: 'CLOSED', failureShare: 0 };

describe('the monitor', () => {
  it.each<[string, CircuitReport, boolean]>([
    ['HEALTHY', closed, false],
    ['HEALTHY', { ...closed, failureShare: 0.09 }, false],
    ['DEGRADED', { ...closed, failureShare: 0.1 }, false],
    ['THROTTLED', { ...closed, failureShare: 0.1 }, true],
    ['CIRCUIT_OPEN', { state: 'OPEN', failureShare: 1 }, true],
    ['CIRCUIT_OPEN', { state: 'HALF_OPEN', failureShare: 0 }, false],
  ])('says %s of %o', (health, circuit, isThrottled) => {
    const monitor = createMonitor({
      quota: { stateOf: () => ({ ...gate, isThrottled }) },
      breaker: { stateOf: () => circuit },
    });
    expect(monitor.statusOf(source)).toEqual({
      health,
      callsPerSecond: 2,
      waiting: 3,
      estimatedWaitMs: 1060,
    });
  });
});
