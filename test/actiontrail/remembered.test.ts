import { describe, expect, it } from 'vitest';
import { remembered, split } from '../../src/actiontrail/index.ts';
import type { Continuation, EventLookUp, EventOrder, TimeWindow } from '../../src/model/action-trail.ts';
import { Tally } from '../../src/model/call.ts';
import type { DeliveryJobStatus } from '../../src/model/delivery-job.ts';
import { Fault } from '../../src/model/fault.ts';
import { callAt, granted, noon } from '../support/call.ts';
import { eventAt, source } from '../support/events.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { pages, seenIn } from '../support/pages.ts';
import { jobOf, upstreamThat } from '../support/upstream.ts';
import { faultOf } from './support/wire.ts';

const minute = 60;
const now = noon / 1000;
const settleDelaySeconds = 15 * minute;
const yesterday = { start: now - 86_400, end: now - 3600 };

/** An upstream with an event every ten minutes of the last two days, oldest first, behind a memory. */
function remembering(options: Partial<Parameters<typeof remembered>[0]> = {}) {
  const clock = fakeClock(noon);
  const events = Array.from({ length: 288 }, (_, index) =>
    eventAt(now - (288 - index) * 600 + 5, `e${index}`),
  );
  const upstream = pages(seenIn(source, events));
  const layer = remembered({ clock, settleDelaySeconds, maxBytes: 1e7, movingEdgeMs: 5000, ...options });
  const actionTrail = split()(layer(upstream));
  const tally = new Tally();
  const ask = (window: TimeWindow, more: Partial<EventLookUp> = {}) =>
    actionTrail.lookUpEvents(
      granted({ source, window, order: 'NEWEST_FIRST', conditions: [], from: null, ...more }),
      callAt(noon, { tally }),
    );
  const walk = async (
    window: TimeWindow,
    order: EventOrder = 'NEWEST_FIRST',
    most = 100,
  ): Promise<string[]> => {
    const ids: string[] = [];
    let from: Continuation | null = null;
    for (let page = 0; page < most; page += 1) {
      const { events: found, next } = await ask(window, { order, from });
      ids.push(...found.map(({ eventId }) => eventId));
      if (next === null) break;
      from = next;
    }
    return ids;
  };
  const own = ({ start, end }: TimeWindow) =>
    upstream.events
      .map(({ event }) => event)
      .filter(({ second }) => second >= start && second < end)
      .map(({ eventId }) => eventId);
  return { clock, upstream, ask, walk, own, tally };
}

describe('pages that cannot change any more', () => {
  it('cost no call the second time', async () => {
    const { walk, own, upstream, tally } = remembering();
    expect(await walk(yesterday)).toEqual(own(yesterday).toReversed());
    expect(upstream.lookUps).toHaveLength(3);
    expect(await walk(yesterday)).toEqual(own(yesterday).toReversed());
    expect(upstream.lookUps).toHaveLength(3);
    expect(tally).toMatchObject({
      upstreamCalls: 3,
      callsAvoidedByMemory: 3,
      readAtMs: Number.POSITIVE_INFINITY,
    });
  });

  it.each<[string, TimeWindow]>([
    ['an hour within one page', { start: now - 3 * 3600, end: now - 2 * 3600 }],
    ['half a day across pages', { start: now - 18 * 3600, end: now - 6 * 3600 }],
    ['the same end and a later start', { start: now - 7200, end: yesterday.end }],
    ['no event at all', { start: now - 7200 + 6, end: now - 7200 + 500 }],
  ])('answer for any window inside: %s', async (_, window) => {
    const { walk, own, upstream } = remembering();
    for (const order of ['NEWEST_FIRST', 'OLDEST_FIRST'] as const) {
      await walk(yesterday, order);
      const calls = upstream.lookUps.length;
      const ids = await walk(window, order);
      expect(ids).toEqual(order === 'OLDEST_FIRST' ? own(window) : own(window).toReversed());
      expect(upstream.lookUps).toHaveLength(calls);
    }
  });

  it.each<[EventOrder, TimeWindow]>([
    ['NEWEST_FIRST', { start: now - 100_000, end: yesterday.end }],
    ['OLDEST_FIRST', { start: yesterday.start, end: now - 1800 }],
  ])('are read on from where they end, %s', async (order, wider) => {
    const { walk, own, upstream } = remembering();
    await walk(yesterday, order);
    const ids = await walk(wider, order);
    expect(ids).toEqual(order === 'OLDEST_FIRST' ? own(wider) : own(wider).toReversed());
    expect(upstream.lookUps).toHaveLength(4);
  });

  it('are met again behind another first page', async () => {
    const { walk, own, upstream, clock } = remembering();
    const recent = () => ({ start: now - 86_400, end: clock.now() / 1000 + minute });
    await walk(recent());
    const calls = upstream.lookUps.length;
    upstream.events.push({ source, event: eventAt(now + 30, 'new') });
    await clock.advance(2 * minute * 1000);
    expect(await walk(recent())).toEqual(own(recent()).toReversed());
    expect(upstream.lookUps).toHaveLength(calls + 1);
  });

  it('belong to one account, its credentials, one region, one order and one set of conditions', async () => {
    const { ask, upstream } = remembering();
    const others: Partial<EventLookUp>[] = [
      {},
      { source: { ...source, account: 'other' } },
      { source: { ...source, accountId: '2000000000000002' } },
      { source: { ...source, region: 'cn-beijing' } },
      { order: 'OLDEST_FIRST' },
      { conditions: [{ field: 'eventName', value: 'DescribeInstances' }] },
      { conditions: [{ field: 'eventName', value: 'describeinstances' }] },
    ];
    for (const other of [...others, ...others]) await ask(yesterday, other);
    expect(upstream.lookUps).toHaveLength(others.length);
  });

  it('are given up, the one not asked for longest first, before they take too much room', async () => {
    const { ask, upstream } = remembering({ maxBytes: 400_000 });
    const hour = (nth: number) => ({ start: now - (nth + 1) * 20_000, end: now - nth * 20_000 });
    for (let nth = 1; nth <= 8; nth += 1) {
      await ask(hour(nth));
      await ask(hour(1));
    }
    const calls = upstream.lookUps.length;
    await ask(hour(1));
    await ask(hour(8));
    expect(upstream.lookUps).toHaveLength(calls);
    await ask(hour(2));
    expect(upstream.lookUps).toHaveLength(calls + 1);
  });

  it.each([
    ['out of order', [eventAt(now - 8000, 'a'), eventAt(now - 7000, 'b')]],
    ['twice the same', [eventAt(now - 7000, 'a'), eventAt(now - 7000, 'a')]],
  ])('are not kept where they are %s', async (_, events) => {
    const clock = fakeClock(noon);
    const upstream = upstreamThat(clock, () => ({ events, next: null }));
    const actionTrail = remembered({ clock, settleDelaySeconds, maxBytes: 1e7, movingEdgeMs: 5000 })(
      upstream,
    );
    const lookUp = granted({
      source,
      window: yesterday,
      order: 'NEWEST_FIRST',
      conditions: [],
      from: null,
    });
    await actionTrail.lookUpEvents(lookUp, callAt());
    await actionTrail.lookUpEvents(lookUp, callAt());
    expect(upstream.calls).toHaveLength(2);
  });

  it('lead nobody twice into a token that is no longer taken', async () => {
    const { ask, upstream } = remembering();
    const first = await ask(yesterday);
    upstream.before = ({ from }) => {
      if (from?.token != null) throw new Fault('UPSTREAM_REJECTED', 'refused');
    };
    expect((await faultOf(ask(yesterday, { from: first.next }))).code).toBe('UPSTREAM_REJECTED');
    const calls = upstream.lookUps.length;
    await ask(yesterday);
    expect(upstream.lookUps).toHaveLength(calls + 1);
  });

  it('are not kept at all where there is no room', async () => {
    const { ask, upstream } = remembering({ maxBytes: 0 });
    await ask(yesterday);
    await ask(yesterday);
    expect(upstream.lookUps).toHaveLength(2);
  });
});

describe('pages of the moving edge', () => {
  const edge = { start: now - 3600, end: now + 60 };

  it('are kept for a few seconds, and told as read when they were', async () => {
    const { ask, upstream, clock, tally } = remembering();
    await ask(edge);
    await clock.advance(4999);
    await ask(edge);
    expect(upstream.lookUps).toHaveLength(1);
    expect(tally.readAtMs).toBe(noon);
    await clock.advance(1);
    await ask(edge);
    expect(upstream.lookUps).toHaveLength(2);
  });

  it('are not kept where that is switched off', async () => {
    const { ask, upstream } = remembering({ movingEdgeMs: 0 });
    await ask(edge);
    await ask(edge);
    expect(upstream.lookUps).toHaveLength(2);
  });

  it('show what arrives late as soon as they are read again', async () => {
    const { walk, own, upstream, clock } = remembering();
    await walk(edge);
    upstream.events.splice(-1, 0, { source, event: eventAt(now - 700, 'late') });
    await clock.advance(5000);
    expect(await walk(edge)).toEqual(own(edge).toReversed());
  });
});

describe('delivery jobs', () => {
  it.each<[DeliveryJobStatus, DeliveryJobStatus, number]>([
    ['COMPLETED', 'COMPLETED', 1],
    ['FAILED', 'COMPLETED', 1],
    ['COMPLETED', 'DELIVERING', 2],
    ['DELIVERING', 'COMPLETED', 2],
    ['UNKNOWN', 'UNKNOWN', 2],
  ])('that are %s with a region that is %s cost %d calls when asked for twice', async (status, region, calls) => {
    const clock = fakeClock(noon);
    let asked = 0;
    const upstream = upstreamThat(clock);
    const actionTrail = remembered({ clock, settleDelaySeconds, maxBytes: 1e7, movingEdgeMs: 0 })({
      ...upstream,
      getDeliveryJob: async (_, jobId) => {
        asked += 1;
        return jobOf(jobId, status, region);
      },
    });
    await actionTrail.getDeliveryJob(source, '1', callAt());
    await actionTrail.getDeliveryJob(source, '1', callAt());
    expect(asked).toBe(calls);
    await clock.advance(10 * 60_000);
    await actionTrail.getDeliveryJob(source, '1', callAt());
    expect(asked).toBe(calls + 1);
  });
});
