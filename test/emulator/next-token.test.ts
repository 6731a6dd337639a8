import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Behaviour, Emulator } from '../../src/emulator/index.ts';
import { callV3, DAY, iso, NOW_SECOND, type Params, pageThrough, start } from './support.ts';

const TWO_DAYS: Params = { StartTime: iso(NOW_SECOND - 2 * DAY), EndTime: iso(NOW_SECOND), MaxResults: '10' };

describe('tokens', () => {
  let emulator: Emulator;
  let token: string;
  beforeAll(async () => {
    emulator = await start();
    token = (await callV3(emulator, 'LookupEvents', TWO_DAYS)).json.NextToken;
  });
  afterAll(() => emulator.close());

  it('name the last event of the page, as the official example does', async () => {
    const { json } = await callV3(emulator, 'LookupEvents', TWO_DAYS);
    const last = json.Events.at(-1);
    expect(JSON.parse(Buffer.from(token, 'base64').toString())).toMatchObject({
      account: '1000000000000001',
      eventId: last.eventId,
      logId: '20-1000000000000001',
      time: Date.parse(last.eventTime),
    });
  });

  it.each([1, 7, 20, 50])('pages of %i join to the same list, in both directions', async (size) => {
    const params = { ...TWO_DAYS, MaxResults: String(size) };
    const own = emulator.events({
      accountId: emulator.accounts[0]!.id,
      region: 'cn-hangzhou',
      start: NOW_SECOND - 2 * DAY,
      end: NOW_SECOND + 1,
    });
    const ids = own.map(({ id }) => id);
    expect((await pageThrough(emulator, { ...params, Direction: 'FORWARD' })).ids).toEqual(ids);
    expect((await pageThrough(emulator, params)).ids).toEqual(ids.toReversed());
  });

  it.each<[string, Params]>([
    ['another page size', { MaxResults: '11' }],
    ['another direction', { Direction: 'FORWARD' }],
    ['another start', { StartTime: iso(NOW_SECOND - DAY) }],
    ['another end', { EndTime: iso(NOW_SECOND - 1) }],
    ['another condition', { 'LookupAttribute.1.Key': 'EventRW', 'LookupAttribute.1.Value': 'Read' }],
    ['another region', { RegionId: 'cn-shanghai' }],
  ])('are refused with %s', async (_, changed) => {
    const reply = await callV3(emulator, 'LookupEvents', { ...TWO_DAYS, ...changed, NextToken: token });
    expect([reply.status, reply.json.Code]).toEqual([400, 'InvalidNextToken']);
  });

  it('are refused to another account, after a change, and where they are cut off', async () => {
    const ask = (NextToken: string, account = emulator.accounts[0]!) =>
      callV3(emulator, 'LookupEvents', { ...TWO_DAYS, NextToken }, { account });
    const later = Buffer.from(
      Buffer.from(token, 'base64')
        .toString()
        .replace(/"time":\d+/, '"time":1795168800000'),
    );
    for (const reply of [
      await ask(token, emulator.accounts[1]),
      await ask(later.toString('base64')),
      await ask(token.slice(0, -8)),
      await ask(`${token}*`),
      await ask(token.replace(/(.{8})/, '$1 ')),
    ]) {
      expect(reply.json.Code).toBe('InvalidNextToken');
    }
  });

  it('accept what means the same: a default said or left unsaid', async () => {
    const said = { ...TWO_DAYS, Direction: 'BACKWARD', RegionId: 'cn-hangzhou', NextToken: token };
    expect((await callV3(emulator, 'LookupEvents', said)).status).toBe(200);
  });

  it('survive a restart with the same seed, and no other', async () => {
    const [same, other] = [await start(), await start({ seed: 2 })];
    const reply = await callV3(same, 'LookupEvents', { ...TWO_DAYS, NextToken: token });
    const before = await callV3(emulator, 'LookupEvents', { ...TWO_DAYS, NextToken: token });
    expect(reply.json.Events).toEqual(before.json.Events);
    const refused = await callV3(other, 'LookupEvents', { ...TWO_DAYS, NextToken: token });
    expect(refused.json.Code).toBe('InvalidNextToken');
    await Promise.all([same.close(), other.close()]);
  });

  it('are left out on the last page, also where it is full, unless told otherwise', async () => {
    const own = emulator.events({
      accountId: emulator.accounts[0]!.id,
      region: 'cn-hangzhou',
      start: NOW_SECOND - DAY,
      end: NOW_SECOND,
    });
    const [first, fifth] = [own[0]!, own[4]!];
    const five = { StartTime: iso(first.time), EndTime: iso(fifth.time), MaxResults: '5' };
    expect((await callV3(emulator, 'LookupEvents', five)).json).not.toHaveProperty('NextToken');
    const eager = await start({ behaviour: { fullLastPage: 'token' } });
    const { NextToken } = (await callV3(eager, 'LookupEvents', five)).json;
    expect((await callV3(eager, 'LookupEvents', { ...five, NextToken })).json).toMatchObject({ Events: [] });
    await eager.close();
  });
});

describe('order within a second', () => {
  const walks = async (behaviour: Partial<Behaviour>) => {
    const emulator = await start({ behaviour, events: 4_000_000 });
    const window = { StartTime: iso(NOW_SECOND - 3000), EndTime: iso(NOW_SECOND), MaxResults: '7' };
    const forward = await pageThrough(emulator, { ...window, Direction: 'FORWARD' });
    const backward = await pageThrough(emulator, window);
    const times = emulator
      .events({
        accountId: '1000000000000001',
        region: 'cn-hangzhou',
        start: NOW_SECOND - 3000,
        end: NOW_SECOND + 1,
      })
      .map(({ id, time }) => ({ id, time }));
    await emulator.close();
    return { forward: forward.ids, backward: backward.ids, times };
  };

  it('is by event id, and turns around with the direction', async () => {
    const { forward, backward, times } = await walks({});
    expect(forward.length).toBeGreaterThan(new Set(times.map(({ time }) => time)).size);
    expect(forward).toEqual(
      times.toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)).map(({ id }) => id),
    );
    expect(backward).toEqual(forward.toReversed());
  });

  it('stays the same in both directions where told so', async () => {
    const { backward, times } = await walks({ backwardWithinSecond: 'same' });
    expect(backward).toEqual(
      times.toSorted((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1)).map(({ id }) => id),
    );
  });

  it('is by arrival where told so, with the same events', async () => {
    const [byId, byArrival] = [await walks({}), await walks({ sameSecondOrder: 'arrival' })];
    expect(byArrival.forward).not.toEqual(byId.forward);
    expect(byArrival.forward.toSorted()).toEqual(byId.forward.toSorted());
    expect(byArrival.backward).toEqual(byArrival.forward.toReversed());
  });
});
