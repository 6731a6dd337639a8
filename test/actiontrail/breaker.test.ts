import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, type Outcome, openCircuit } from '../../src/actiontrail/circuit.ts';
import { breaker } from '../../src/actiontrail/index.ts';
import { Fault, type FaultCode } from '../../src/model/fault.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { emptyPage, upstreamThat } from '../support/upstream.ts';
import { faultOf, lookUpOf, source } from './support/wire.ts';

/** A circuit on a clock, and what became of calls: their outcomes, or how long they have to wait. */
function circuit() {
  const clock = fakeClock(noon);
  const made = openCircuit(clock);
  const call = (outcome: Outcome): number | null => {
    const admission = made.admit();
    if ('retryAfterMs' in admission) return admission.retryAfterMs;
    admission.end(outcome);
    return null;
  };
  const calls = (outcome: Outcome, count: number) => Array.from({ length: count }, () => call(outcome));
  return { clock, circuit: made, call, calls };
}

describe('the circuit', () => {
  it('opens when half of at least ten calls failed', () => {
    const { calls, call, circuit: made } = circuit();
    calls('answered', 5);
    calls('failed', 4);
    expect(made.state).toBe('CLOSED');
    calls('failed', 1);
    expect([made.state, call('answered')]).toEqual(['OPEN', 10_000]);
  });

  it.each<Outcome>(['ignored', 'unknown'])('is not moved by what was %s', (outcome) => {
    const { calls, circuit: made } = circuit();
    calls('failed', 9);
    calls(outcome, 100);
    expect(made.state).toBe('CLOSED');
  });

  it('forgets after half a minute', async () => {
    const { calls, clock, circuit: made } = circuit();
    calls('failed', 9);
    await clock.advance(31_000);
    calls('failed', 9);
    expect(made.state).toBe('CLOSED');
  });

  it('asks with one call at a time whether it may close, and waits twice as long each time it may not', async () => {
    const { calls, call, clock, circuit: made } = circuit();
    calls('failed', 10);
    const waits: (number | null)[] = [];
    for (const pauseMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
      await clock.advance(pauseMs - 1);
      waits.push(call('failed'));
      await clock.advance(1);
      const probe = made.admit();
      waits.push(call('failed'));
      (probe as Admission).end('failed');
    }
    expect(waits).toEqual([1, 1000, 1, 1000, 1, 1000, 1, 1000, 1, 1000]);
    await clock.advance(60_000);
    call('answered');
    expect([made.state, made.failureShare]).toEqual(['CLOSED', 0]);
  });

  it('tries another when a probe ends without an answer', async () => {
    const { calls, call, clock, circuit: made } = circuit();
    calls('failed', 10);
    await clock.advance(10_000);
    expect([call('unknown'), made.state, call('ignored'), made.state]).toEqual([
      null,
      'HALF_OPEN',
      null,
      'CLOSED',
    ]);
  });

  it('is not closed by an answer that was asked for before it opened', () => {
    const { calls, circuit: made } = circuit();
    const early = made.admit() as Admission;
    calls('failed', 10);
    early.end('answered');
    expect(made.state).toBe('OPEN');
  });

  it('lets no call through while open, and is open only after ten calls of which half failed', () => {
    const step = fc.record({
      gap: fc.integer({ min: 0, max: 4000 }),
      outcome: fc.constantFrom<Outcome>('answered', 'failed', 'ignored', 'unknown'),
    });
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
        const { clock, circuit: made } = circuit();
        const counted: { at: number; isFailure: boolean }[] = [];
        for (const { gap, outcome } of steps) {
          await clock.advance(gap);
          const before = made.state;
          const admission = made.admit();
          if ('retryAfterMs' in admission) {
            expect(made.state).not.toBe('CLOSED');
            continue;
          }
          admission.end(outcome);
          const isCounted = before === 'CLOSED' && (outcome === 'answered' || outcome === 'failed');
          if (isCounted) counted.push({ at: clock.elapsed(), isFailure: outcome === 'failed' });
          if (before === 'CLOSED' && made.state === 'OPEN') {
            const recent = counted.filter(({ at }) => clock.elapsed() - at <= 31_000);
            expect(recent.length).toBeGreaterThanOrEqual(10);
          }
          if (before !== 'CLOSED' && made.state === 'CLOSED') counted.length = 0;
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the breaker', () => {
  const failing = (fault: Fault | null) => {
    const clock = fakeClock(noon);
    const layer = breaker({ clock });
    const upstream = upstreamThat(clock, () => {
      if (fault !== null) throw fault;
      return emptyPage;
    });
    return { clock, layer, upstream, actionTrail: layer(upstream) };
  };

  it.each<[FaultCode, string, string]>([
    ['UPSTREAM_UNAVAILABLE', '', 'OPEN'],
    ['UPSTREAM_TIMEOUT', '', 'OPEN'],
    ['UPSTREAM_MALFORMED', '', 'OPEN'],
    ['UPSTREAM_UNAVAILABLE', 'SignatureNonceUsed', 'CLOSED'],
    ['UPSTREAM_THROTTLED', 'Throttling.User', 'CLOSED'],
    ['UPSTREAM_REJECTED', 'InvalidNextToken', 'CLOSED'],
    ['UPSTREAM_UNAUTHORIZED', 'NoPermission', 'CLOSED'],
    ['UPSTREAM_BUSY', '', 'CLOSED'],
    ['DEADLINE_EXCEEDED', '', 'CLOSED'],
  ])('after ten times %s %s is %s', async (code, upstreamCode, state) => {
    const { actionTrail, layer } = failing(new Fault(code, 'x', { upstreamCode }));
    for (let call = 0; call < 10; call += 1) await faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt()));
    expect(layer.stateOf(source).state).toBe(state);
  });

  it('refuses without a call, says when to come again, and leaves other regions alone', async () => {
    const { actionTrail, upstream } = failing(new Fault('UPSTREAM_UNAVAILABLE', 'down'));
    for (let call = 0; call < 10; call += 1) await faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt()));
    const refused = await faultOf(actionTrail.getDeliveryJob(source, '1', callAt()));
    expect(refused).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      detail: { account: 'main', region: 'cn-hangzhou', retryAfterMs: 10_000 },
    });
    expect(upstream.calls).toHaveLength(10);
    await actionTrail.getDeliveryJob({ ...source, region: 'cn-beijing' }, '1', callAt());
    expect(upstream.calls).toHaveLength(11);
  });
});
