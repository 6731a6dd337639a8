import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { callV2, callV3, DAY, iso, NOW_SECOND, type SendOptions, send, start } from './support.ts';

const JSON_BODY = { 'content-type': 'application/json' };

describe('the control address', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await start();
  });
  afterAll(() => emulator.close());

  const control = (path: string, options: SendOptions = {}) =>
    send(`${emulator.url}/_emulator${path}`, options);
  const post = (fault: unknown) =>
    control('/faults', { method: 'POST', headers: JSON_BODY, body: JSON.stringify(fault) });

  it('sets, lists and takes away faults', async () => {
    const set = await post({ kind: 'json-503', count: 2, api: 'DescribeTrails' });
    expect(set.json).toMatchObject({ id: 1, kind: 'json-503', struck: 0 });
    expect((await callV3(emulator, 'DescribeTrails')).status).toBe(503);
    expect((await control('/faults')).json).toMatchObject([{ id: 1, struck: 1, count: 2 }]);
    expect((await control('/faults?id=1', { method: 'DELETE' })).json).toEqual([]);
    expect((await control('/faults?id=1', { method: 'DELETE' })).status).toBe(404);
    await post({ kind: 'never' });
    await control('/faults', { method: 'DELETE' });
    expect((await callV3(emulator, 'DescribeTrails')).status).toBe(200);
  });

  it('tells the calls that came, without signatures and credentials', async () => {
    await control('/calls', { method: 'DELETE' });
    await callV2(emulator, 'LookupEvents', { MaxResults: '5', RegionId: 'cn-shanghai' });
    await callV3(emulator, 'LookupEvents', { MaxResults: 'x' });
    await callV3(emulator, 'LookupEvents', {}, { secret: 'wrong' });
    const { json } = await control('/calls');
    expect(json).toMatchObject([
      {
        api: 'LookupEvents',
        accountId: '1000000000000001',
        region: 'cn-shanghai',
        outcome: 'ok',
        time: NOW_SECOND * 1000,
      },
      { outcome: 'InvalidQueryParameter', params: { MaxResults: 'x' } },
      { outcome: 'SignatureDoesNotMatch', accountId: '' },
    ]);
    expect(json[0].params).toEqual({ MaxResults: '5', RegionId: 'cn-shanghai' });
  });

  it('tells of a call no more than 4,000 characters, however much was sent', async () => {
    await control('/calls', { method: 'DELETE' });
    const body = new URLSearchParams({ User: 'x'.repeat(30_000), Direction: 'FORWARD' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await send(`${emulator.url}/?Action=${'y'.repeat(5000)}`, { method: 'POST', headers, body });
    const { json, text } = await control('/calls');
    expect(json[0].params.User).toHaveLength(4000);
    expect(text.length).toBeLessThan(5000);
  });

  it('lists events as the programmatic list does, by epoch seconds or ISO times', async () => {
    const [start, end] = [NOW_SECOND - DAY, NOW_SECOND];
    const own = emulator.events({ accountId: '1000000000000002', region: 'cn-shanghai', start, end });
    const place = '/events?account=1000000000000002&region=cn-shanghai';
    expect((await control(`${place}&start=${start}&end=${end}`)).json).toEqual(own);
    expect((await control(`${place}&start=${iso(start)}&end=${iso(end)}`)).json).toEqual(own);
  });

  it.each<[string, Record<string, string>]>([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of this machine', { origin: 'http://localhost:3000' }],
    ['a browser that sends no origin', { 'sec-fetch-mode': 'no-cors' }],
    ['a name that was rebound to this machine', { host: 'evil.example' }],
    ['a name that only begins like one of this machine', { host: 'localhost.evil.example' }],
  ])('is closed to %s', async (_, headers) => {
    const list = await control('/faults', { headers });
    const set = await control('/faults', {
      method: 'POST',
      headers: { ...JSON_BODY, ...headers },
      body: '{"kind":"never"}',
    });
    expect([list.status, set.status]).toEqual([403, 403]);
    expect(emulator.faults()).toEqual([]);
  });

  const outside = Object.values(networkInterfaces()).flat();
  const address = outside.find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  it.skipIf(address === undefined)(
    'is closed to other machines, while the service is open to them',
    async () => {
      const open = await start({ host: '0.0.0.0', behaviour: { signatures: 'ignore' } });
      const from = (path: string) =>
        send(`http://${address}:${open.port}${path}`, { headers: { host: `localhost:${open.port}` } });
      expect((await from('/_emulator/faults')).status).toBe(403);
      expect((await send(`${open.url}/_emulator/faults`)).status).toBe(200);
      expect((await from('/?Action=LookupEvents&Version=2020-07-06')).status).toBe(200);
      await open.close();
    },
  );

  it.each<[string, string, SendOptions, RegExp]>([
    [
      'a fault that does not exist',
      '/faults',
      { method: 'POST', headers: JSON_BODY, body: '{"kind":"x"}' },
      /kind must be one of/,
    ],
    [
      'a form, which browsers can send',
      '/faults',
      { method: 'POST', body: '{"kind":"never"}' },
      /application\/json/,
    ],
    [
      'a fault with a status that no answer can have',
      '/faults',
      { method: 'POST', headers: JSON_BODY, body: '{"kind":"throttle","status":101}' },
      /status must be a number from 200 to 599, but is 101/,
    ],
    [
      'a fault that is too large to be made',
      '/faults',
      { method: 'POST', headers: JSON_BODY, body: '{"kind":"huge-body","bytes":4294967296}' },
      /bytes must be a number from 0 to 268435456/,
    ],
    ['a body that is no JSON', '/faults', { method: 'POST', headers: JSON_BODY, body: '{' }, /JSON/],
    ['an unknown region', '/events?region=mars', {}, /no region mars/],
    ['a time that is none', '/events?start=noon', {}, /start must be a time/],
  ])('refuses %s and says why', async (_, path, options, message) => {
    const reply = await control(path, options);
    expect([reply.status, reply.json.error]).toEqual([400, expect.stringMatching(message)]);
  });

  it('says what there is', async () => {
    const { json } = await control('');
    expect(json).toMatchObject({ regions: emulator.regions, behaviour: { bounds: 'inclusive' } });
    expect(Object.keys(json.faultKinds)).toContain('throttle');
    expect((await control('/nothing')).json.error).toContain('GET /_emulator/events');
    expect(JSON.stringify(json)).not.toContain('secret');
  });
});
