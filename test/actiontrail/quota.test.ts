import { describe, expect, it } from 'vitest';
import { quota } from '../../src/actiontrail/index.ts';
import type { QuotaRule } from '../../src/model/account.ts';
import { Fault } from '../../src/model/fault.ts';
import { callAt } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { pages } from '../support/pages.ts';
import { json, page, scriptedServer } from './support/scripted-server.ts';
import { accountAt, faultOf, lookUpOf, source, wireTo } from './support/wire.ts';

const rule = { callsPerSecond: 2, scope: 'account', reserve: 0, replicas: 1 } as const;

describe('the quota layer', () => {
  it('keeps accounts and operations apart, but not two names of one account', async () => {
    const server = await scriptedServer((response, asked) =>
      asked.headers['x-acs-action'] === 'LookupEvents'
        ? json(page([]))(response, asked)
        : json({ Code: 'TrailNotFoundException', RequestId: 'REQUEST-2' }, 404)(response, asked),
    );
    const accounts = [accountAt(server.url), accountAt(server.url, { name: 'other' })];
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const wire = wireTo(server.url, { accounts, clock });
    const actionTrail = quota({ ...rule, clock })(wire.actionTrail);
    const other = { ...source, account: 'other', accountId: '1000000000000002' };
    const sameAccount = { ...source, account: 'other' };
    const calls = [
      actionTrail.lookUpEvents(lookUpOf(), callAt()),
      actionTrail.lookUpEvents(lookUpOf({ source: other }), callAt()),
      actionTrail.getDeliveryJob(source, '1', callAt()),
    ];
    await clock.advance(530);
    await Promise.all(calls);
    expect(server.asked).toHaveLength(3);
    const late = actionTrail.lookUpEvents(lookUpOf({ source: sameAccount }), callAt());
    await clock.advance(529);
    expect(server.asked).toHaveLength(3);
    await clock.advance(1);
    await late;
  });

  it('starts as if each account had just called, and lets the first call pass when that is over', async () => {
    const server = await scriptedServer(json(page([])));
    const { clock, actionTrail } = wireTo(server.url);
    const limited = quota({ ...rule, clock })(actionTrail);
    const early = await faultOf(limited.lookUpEvents(lookUpOf(), callAt(0, { deadline: 529 })));
    expect(early).toMatchObject({ code: 'UPSTREAM_BUSY', detail: { retryAfterMs: 530 } });
    await clock.advance(530);
    await limited.lookUpEvents(lookUpOf(), callAt());
    expect(server.asked).toHaveLength(1);
  });

  it.each([0, -1, Number.NaN])('refuses a rate of %d', (callsPerSecond) => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    expect(() => quota({ ...rule, callsPerSecond, clock })).toThrow(
      'quota.callsPerSecond: expected a number above 0',
    );
  });

  it.each<[string, Partial<QuotaRule>, number]>([
    ['the whole rate', {}, 530],
    ['less what is left to the console', { reserve: 1 }, 1060],
    ['its part among replicas', { replicas: 4 }, 2120],
    ['the rate that Alibaba Cloud raised', { callsPerSecond: 4 }, 265],
  ])('uses %s, also where only the account says so', async (_, own, firstTurnMs) => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const layers = [
      quota({ ...rule, ...own, clock }),
      quota({ ...rule, accounts: [{ name: 'main', quota: own }], clock }),
    ];
    for (const layer of layers) {
      expect(layer.stateOf(source).estimatedWaitMs).toBeCloseTo(firstTurnMs);
    }
  });

  it('counts each region for itself where that is how the account is limited', async () => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const limited = quota({ ...rule, scope: 'region', clock })(pages([]));
    await clock.advance(530);
    const elsewhere = lookUpOf({ source: { ...source, region: 'cn-beijing' } });
    const calls = [limited.lookUpEvents(lookUpOf(), callAt()), limited.lookUpEvents(elsewhere, callAt())];
    await expect(Promise.all(calls)).resolves.toHaveLength(2);
    expect(clock.elapsed()).toBe(530);
  });

  it('slows down when ActionTrail throttles, and tells the caller when to come again', async () => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const upstream = pages([]);
    upstream.before = () => {
      throw new Fault('UPSTREAM_THROTTLED', 'Throttled.', { upstreamRequestId: 'R' });
    };
    const layer = quota({ ...rule, clock });
    await clock.advance(530);
    const fault = await faultOf(layer(upstream).lookUpEvents(lookUpOf(), callAt()));
    expect(fault).toMatchObject({
      code: 'UPSTREAM_THROTTLED',
      detail: { retryAfterMs: 1060, upstreamRequestId: 'R' },
    });
    expect(layer.stateOf(source)).toMatchObject({ callsPerSecond: 1, isThrottled: true });
  });
});
