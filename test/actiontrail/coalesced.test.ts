import { describe, expect, it } from 'vitest';
import { coalesced, quota } from '../../src/actiontrail/index.ts';
import type { EventPage } from '../../src/model/action-trail.ts';
import type { Call } from '../../src/model/call.ts';
import { Fault } from '../../src/model/fault.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { emptyPage, upstreamThat } from '../support/upstream.ts';
import { faultOf, lookUpOf, source } from './support/wire.ts';

/** An upstream that answers when told to, behind the layer. */
function held() {
  const clock = fakeClock(noon);
  const answers: PromiseWithResolvers<EventPage>[] = [];
  const upstream = upstreamThat(clock, () => {
    const answer = Promise.withResolvers<EventPage>();
    answers.push(answer);
    return answer.promise;
  });
  const actionTrail = coalesced({ clock })(upstream);
  const ask = (overrides: Partial<Call> = {}) => {
    const call = callAt(noon, overrides);
    return { call, answer: actionTrail.lookUpEvents(lookUpOf(), call) };
  };
  return { clock, upstream, answers, actionTrail, ask };
}

describe('identical questions at one time', () => {
  it('are one call with as many answers, and all but one cost nothing', async () => {
    const { ask, answers, upstream } = held();
    const asked = Array.from({ length: 1000 }, () => ask());
    answers[0]?.resolve(emptyPage);
    expect(new Set(await Promise.all(asked.map(({ answer }) => answer)))).toEqual(new Set([emptyPage]));
    expect(upstream.calls).toHaveLength(1);
    expect(asked.reduce((sum, { call }) => sum + call.tally.upstreamCalls, 0)).toBe(1);
    expect(asked.reduce((sum, { call }) => sum + call.tally.callsAvoidedByCoalescing, 0)).toBe(999);
  });

  it('are those that agree in everything: source, window, order, conditions and place', async () => {
    const { actionTrail, upstream } = held();
    const window = lookUpOf().window;
    const from = { window, token: 'T', second: 1 };
    const different = [
      lookUpOf(),
      lookUpOf({ source: { ...source, region: 'cn-beijing' } }),
      lookUpOf({ source: { ...source, account: 'other' } }),
      lookUpOf({ window: { ...window, end: window.end + 1 } }),
      lookUpOf({ order: 'OLDEST_FIRST' }),
      lookUpOf({ conditions: [{ field: 'userName', value: 'ann' }] }),
      lookUpOf({ from }),
      lookUpOf({ from: { ...from, token: 'U' } }),
    ];
    for (const lookUp of [...different, ...different]) void actionTrail.lookUpEvents(lookUp, callAt());
    expect(upstream.calls).toHaveLength(different.length);
  });

  it('are asked anew once there is an answer, which is not remembered here', async () => {
    const { ask, answers, upstream } = held();
    const first = ask();
    answers[0]?.resolve(emptyPage);
    await first.answer;
    ask();
    expect(upstream.calls).toHaveLength(2);
  });

  it('share a fault of the call, and no rejection is kept', async () => {
    const { ask, answers, upstream } = held();
    const both = [ask(), ask()];
    answers[0]?.reject(new Fault('UPSTREAM_UNAVAILABLE', 'down'));
    for (const { answer } of both) expect((await faultOf(answer)).code).toBe('UPSTREAM_UNAVAILABLE');
    ask();
    expect(upstream.calls).toHaveLength(2);
  });

  it('include jobs and lists of jobs', async () => {
    const { actionTrail, upstream } = held();
    await Promise.all([
      actionTrail.getDeliveryJob(source, '1', callAt()),
      actionTrail.getDeliveryJob(source, '1', callAt()),
      actionTrail.listDeliveryJobs(source, 1, callAt()),
      actionTrail.listDeliveryJobs(source, 1, callAt()),
    ]);
    expect(upstream.calls).toHaveLength(2);
  });
});

describe('a shared call', () => {
  it('has the latest deadline and the best class of those who wait', async () => {
    const { ask, upstream } = held();
    const leaving = new AbortController();
    ask({ deadline: 1000, priority: 'background', viewer: 'ann' });
    const [shared] = upstream.calls;
    expect(shared).toMatchObject({ deadline: 1000, priority: 'background', viewer: 'ann' });
    const urgent = ask({ deadline: 3000, signal: leaving.signal });
    expect(shared).toMatchObject({ deadline: 3000, priority: 'interactive', viewer: 'ann' });
    leaving.abort(new Error('gone'));
    await expect(urgent.answer).rejects.toThrow('gone');
    expect(shared).toMatchObject({ deadline: 1000, priority: 'background' });
  });

  it('goes on when one leaves, also the one who began it, and stops with the last', async () => {
    const { ask, answers, upstream } = held();
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const asked = [first, second, third].map(({ signal }) => ask({ signal }));
    first.abort(new Error('first'));
    second.abort(new Error('second'));
    expect(upstream.calls[0]?.signal.aborted).toBe(false);
    third.abort(new Error('third'));
    expect(upstream.calls[0]?.signal.aborted).toBe(true);
    const results = await Promise.allSettled(asked.map(({ answer }) => answer));
    expect(results.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    ask();
    expect(upstream.calls).toHaveLength(2);
    answers[0]?.resolve(emptyPage);
    ask();
    expect(upstream.calls).toHaveLength(2);
  });

  it('ends for each at their own deadline', async () => {
    const { ask, answers, clock } = held();
    const hasty = faultOf(ask({ deadline: 500 }).answer);
    const patient = ask({ deadline: 5000 });
    await clock.advance(500);
    expect((await hasty).code).toBe('DEADLINE_EXCEEDED');
    answers[0]?.resolve(emptyPage);
    expect(await patient.answer).toBe(emptyPage);
  });

  it('is told to those who joined as read when it began', async () => {
    const { ask, answers, clock } = held();
    const first = ask();
    await clock.advance(2000);
    const second = ask();
    answers[0]?.resolve(emptyPage);
    await Promise.all([first.answer, second.answer]);
    expect(second.call.tally.readAtMs).toBe(noon);
  });

  it('is led by the next when the one in whose name it queued is refused', async () => {
    const clock = fakeClock(noon);
    const upstream = upstreamThat(clock);
    const busy = new Fault('UPSTREAM_BUSY', 'full');
    const actionTrail = coalesced({ clock })({
      ...upstream,
      lookUpEvents: async (lookUp, call) => {
        await Promise.resolve();
        if (call.viewer === 'ann') throw busy;
        return upstream.lookUpEvents(lookUp, call);
      },
    });
    const ask = (viewer: string) => actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { viewer }));
    const [ann, bob, cid] = [faultOf(ask('ann')), ask('bob'), ask('cid')];
    expect(await ann).toBe(busy);
    expect(await Promise.all([bob, cid])).toEqual([emptyPage, emptyPage]);
    expect(upstream.calls).toHaveLength(1);
  });

  it('keeps its place in line in the name of who is left', async () => {
    const clock = fakeClock(noon);
    const upstream = upstreamThat(clock);
    const rule = { callsPerSecond: 1, scope: 'account', reserve: 0, replicas: 1 } as const;
    const actionTrail = coalesced({ clock })(quota({ ...rule, clock })(upstream));
    const leaving = new AbortController();
    const first = actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { signal: leaving.signal }));
    const second = callAt(noon, { viewer: 'bob' });
    const answer = actionTrail.lookUpEvents(lookUpOf(), second);
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await clock.advance(1060);
    expect(await answer).toBe(emptyPage);
    expect(second.tally).toMatchObject({ upstreamCalls: 1, callsAvoidedByCoalescing: 0 });
  });
});
