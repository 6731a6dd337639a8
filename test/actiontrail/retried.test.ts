import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retried } from '../../src/actiontrail/index.ts';
import { openRetryBudget } from '../../src/actiontrail/retry-budget.ts';
import { ConnectionError } from '../../src/actiontrail/transport.ts';
import { Fault, type FaultCode, type FaultDetail } from '../../src/model/fault.ts';
import { silent } from '../../src/model/observer.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { emptyPage, upstreamThat } from '../support/upstream.ts';
import { faultOf, lookUpOf } from './support/wire.ts';

/** An upstream that fails with these faults, one a call, and then answers. */
function failing(faults: readonly Fault[], random = () => 0.5) {
  const clock = fakeClock(noon);
  const left = [...faults];
  const logged: unknown[] = [];
  const upstream = upstreamThat(clock, () => {
    const fault = left.shift();
    if (fault !== undefined) throw fault;
    return emptyPage;
  });
  const observer = { ...silent, log: (...line: unknown[]) => void logged.push(line) };
  const actionTrail = retried({ clock, observer, random })(upstream);
  /** Enough was asked before to afford some retries. */
  const ask = (deadline = Number.POSITIVE_INFINITY) =>
    actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { deadline }));
  return { clock, upstream, ask, logged };
}

const fault = (code: FaultCode, detail: FaultDetail = {}) => new Fault(code, code, detail);
const broken = (code: string) =>
  fault('UPSTREAM_UNAVAILABLE', { cause: new ConnectionError(code, 'somewhere:443') });

describe('a fault that passes', () => {
  it.each<[string, Fault, number]>([
    ['throttling', fault('UPSTREAM_THROTTLED'), 2],
    ['trouble over there', fault('UPSTREAM_UNAVAILABLE'), 2],
    [
      'a nonce taken for a repeated one',
      fault('UPSTREAM_UNAVAILABLE', { upstreamCode: 'SignatureNonceUsed' }),
      2,
    ],
    ['a call without an answer', fault('UPSTREAM_TIMEOUT'), 2],
    ['half an answer', fault('UPSTREAM_MALFORMED'), 2],
    ['a refused port', broken('ECONNREFUSED'), 2],
    ['a name that cannot be found', broken('ENOTFOUND'), 2],
  ])('%s: is asked once more after a pause', async (_, first, calls) => {
    const { clock, upstream, ask } = failing([first]);
    const answer = ask();
    await clock.advance(599);
    expect(upstream.calls).toHaveLength(1);
    await clock.advance(5000);
    expect(await answer).toBe(emptyPage);
    expect(upstream.calls).toHaveLength(calls);
  });

  it('costs no pause where an idle connection had been closed', async () => {
    const { upstream, ask, clock } = failing([broken('ECONNRESET')]);
    expect(await ask()).toBe(emptyPage);
    expect([upstream.calls.length, clock.elapsed()]).toEqual([2, 0]);
  });

  it('is waited for as long as it says', async () => {
    const { clock, upstream, ask } = failing([fault('UPSTREAM_THROTTLED', { retryAfterMs: 7000 })]);
    const answer = ask();
    await clock.advance(6999);
    expect(upstream.calls).toHaveLength(1);
    await clock.advance(1);
    await answer;
  });

  it('is not waited for beyond the deadline', async () => {
    const { clock, ask } = failing([fault('UPSTREAM_THROTTLED', { retryAfterMs: 7000 })]);
    expect((await faultOf(ask(7000))).code).toBe('UPSTREAM_THROTTLED');
    expect(clock.elapsed()).toBe(0);
  });

  it('pauses longer each time, scattered, and five seconds at the most', async () => {
    const pauses: number[] = [];
    for (const random of [0, 0.5, 0.999]) {
      const { clock, upstream, ask } = failing([fault('UPSTREAM_UNAVAILABLE')], () => random);
      const answer = ask();
      await clock.advance(20_000);
      await answer;
      pauses.push((upstream.calledAt[1] ?? 0) - (upstream.calledAt[0] ?? 0));
    }
    expect(pauses.map(Math.round)).toEqual([600, 1200, 1799]);
  });
});

describe('a fault that stays', () => {
  it.each<[string, Fault]>([
    ['a refused question', fault('UPSTREAM_REJECTED')],
    ['refused access', fault('UPSTREAM_UNAUTHORIZED')],
    ['a deadline that has passed', fault('DEADLINE_EXCEEDED')],
    ['a mistake of ours', fault('INTERNAL')],
    ['a certificate signed by itself', broken('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['a certificate for another host', broken('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['an unknown issuer', broken('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['an expired certificate', broken('CERT_HAS_EXPIRED')],
    ['no TLS at all', broken('EPROTO')],
  ])('%s: is never asked again', async (_, first) => {
    const { clock, upstream, ask } = failing([first]);
    const refused = faultOf(ask());
    await clock.advance(20_000);
    expect(await refused).toBe(first);
    expect(upstream.calls).toHaveLength(1);
  });

  it('is an alarm where the connection is not safe', async () => {
    const { ask, logged } = failing([broken('CERT_HAS_EXPIRED')]);
    await faultOf(ask());
    expect(logged).toEqual([
      ['error', 'the connection is not safe', expect.objectContaining({ connection: 'CERT_HAS_EXPIRED' })],
    ]);
  });

  it('is asked again twice at the most, while others are asked enough, then told as it came last', async () => {
    const clock = fakeClock(noon);
    let failed = 0;
    const upstream = upstreamThat(clock, (_, { order }) => {
      if (order === 'NEWEST_FIRST') return emptyPage;
      failed += 1;
      throw new Fault('UPSTREAM_UNAVAILABLE', `${failed}`);
    });
    const actionTrail = retried({ clock, observer: silent, random: () => 0 })(upstream);
    const refused = faultOf(actionTrail.lookUpEvents(lookUpOf({ order: 'OLDEST_FIRST' }), callAt()));
    for (let round = 0; round < 100; round += 1) {
      await actionTrail.lookUpEvents(lookUpOf(), callAt());
      await clock.advance(50);
    }
    expect((await refused).message).toBe('3');
    expect(failed).toBe(3);
  });

  it('of a retry that was not even sent is told as the fault before it', async () => {
    const clock = fakeClock(noon);
    const first = fault('UPSTREAM_UNAVAILABLE');
    const upstream = upstreamThat(clock, () => {
      throw first;
    });
    const observer = silent;
    const actionTrail = retried({ clock, observer, random: () => 0 })({
      ...upstream,
      lookUpEvents: (lookUp, call) =>
        upstream.calls.length > 0
          ? Promise.reject(fault('UPSTREAM_BUSY'))
          : upstream.lookUpEvents(lookUp, call),
    });
    const refused = faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt()));
    await clock.advance(1000);
    expect(await refused).toBe(first);
  });
});

describe('the budget for retries', () => {
  it('is one more than a tenth of what was asked, over any ten seconds', () => {
    const step = fc.record({ gap: fc.nat(3000), isRetry: fc.boolean() });
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
        const clock = fakeClock(0);
        const budget = openRetryBudget(clock);
        const asked: number[] = [];
        const taken: number[] = [];
        for (const { gap, isRetry } of steps) {
          await clock.advance(gap);
          if (!isRetry) {
            budget.asked();
            asked.push(clock.elapsed());
          } else if (budget.take()) taken.push(clock.elapsed());
        }
        for (const start of taken) {
          const within = (times: number[]) => times.filter((at) => at >= start && at < start + 10_000).length;
          expect(within(taken)).toBeLessThanOrEqual(0.1 * within(asked) + 1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('comes back with time', async () => {
    const clock = fakeClock(0);
    const budget = openRetryBudget(clock);
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    await clock.advance(10_000);
    expect(budget.take()).toBe(true);
  });
});
