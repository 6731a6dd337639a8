import { Agent } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, type Fault, type FaultKind, faultKinds } from '../../src/emulator/index.ts';
import { callV3, DAY, iso, NOW_SECOND, type Params, pageThrough, type Reply, start } from './support.ts';

const TWO_DAYS: Params = { StartTime: iso(NOW_SECOND - 2 * DAY), EndTime: iso(NOW_SECOND), MaxResults: '10' };
const tried = new Set<FaultKind>();

describe('faults', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await start();
  });
  afterEach(() => emulator.clearFaults());
  afterAll(() => emulator.close());

  const set = (fault: Fault): void => {
    tried.add(fault.kind);
    emulator.addFault(fault);
  };
  const look = (params: Params = {}, options = {}) =>
    callV3(emulator, 'LookupEvents', { ...TWO_DAYS, ...params }, options);

  it.each<[FaultKind, number, string]>([
    ['throttle', 400, 'Throttling.User'],
    ['forbidden', 403, 'NoPermission'],
    ['expired-credentials', 400, 'InvalidSecurityToken.Expired'],
    ['clock-skew', 400, 'InvalidTimeStamp.Expired'],
    ['nonce-used', 400, 'SignatureNonceUsed'],
    ['json-500', 500, 'InternalError'],
    ['json-503', 503, 'ServiceUnavailable'],
    ['error-body-200', 200, 'ServiceUnavailable'],
  ])('%s answers %i %s', async (kind, status, code) => {
    set({ kind });
    const reply = await look();
    expect([reply.status, reply.json.Code]).toEqual([status, code]);
    expect(emulator.calls().at(-1)).toMatchObject({ outcome: `fault:${kind}` });
  });

  it('throttle can have another status and say when to come back', async () => {
    set({ kind: 'throttle', status: 429, retryAfterMs: 1500 });
    const { status, headers } = await look();
    expect([status, headers['x-acs-retry-after']]).toEqual([429, '1500']);
  });

  it.each<[FaultKind, number, RegExp]>([
    ['html-502', 502, /^<html>/],
    ['xml-503', 503, /^<\?xml/],
    ['empty-503', 503, /^$/],
    ['empty-200', 200, /^$/],
    ['null-json', 200, /^null$/],
    ['array-json', 200, /^\[\]$/],
    ['redirect', 302, /^$/],
    ['wrong-json', 200, /^\{"EndTime".*[^}]$/s],
  ])('%s answers %i with its own body', async (kind, status, body) => {
    set({ kind });
    const reply = await look();
    expect([reply.status, reply.text]).toEqual([status, expect.stringMatching(body)]);
    expect(Number(reply.headers['content-length'])).toBe(Buffer.byteLength(reply.text));
  });

  it('wrong-shape keeps the names and changes the types', async () => {
    set({ kind: 'wrong-shape' });
    const { json } = await look();
    expect(json).toMatchObject({ Events: { unexpected: 'shape' }, NextToken: 42, StartTime: 42 });
  });

  it('short-body is valid JSON with half of the events, no token and no length', async () => {
    set({ kind: 'short-body' });
    const { headers, json } = await look();
    expect(json.Events).toHaveLength(5);
    expect(json).not.toHaveProperty('NextToken');
    expect(headers).not.toHaveProperty('content-length');
  });

  it('huge-body is as long as told', async () => {
    set({ kind: 'huge-body', bytes: 3_000_000 });
    expect((await look()).text.length).toBeGreaterThan(3_000_000);
  });

  it.each<[FaultKind, number]>([
    ['gzip', 1000],
    ['gzip-bomb', 5_000_000],
  ])('%s sends compressed bytes that unpack to more than %i', async (kind, least) => {
    set({ kind, bytes: 5_500_000 });
    const { host } = new URL(emulator.url);
    const reply = await fetchRaw(host);
    expect(reply.headers).toContain('content-encoding: gzip');
    expect(gunzipSync(reply.body).length).toBeGreaterThan(least);
  });

  it.each<[FaultKind, RegExp]>([
    ['reset', /ECONNRESET|socket hang up/],
    ['reset-mid-body', /ECONNRESET|aborted/],
    ['half-body', /aborted/],
    ['not-http', /Parse Error/],
    ['never', /timed out/],
    ['stall', /timed out/],
  ])('%s fails on the way', async (kind, message) => {
    set({ kind });
    const timeoutMs = kind === 'never' || kind === 'stall' ? 150 : 5000;
    await expect(look({}, { timeoutMs })).rejects.toThrow(message);
  });

  it('slow and drip take their time and are complete', async () => {
    const whole = (await callV3(emulator, 'DescribeRegions')).json.Regions;
    for (const fault of [
      { kind: 'slow', ms: 60 },
      { kind: 'drip', ms: 0 },
    ] as const) {
      set({ ...fault, count: 1 });
      const began = performance.now();
      const reply = await callV3(emulator, 'DescribeRegions');
      expect(reply.json.Regions).toEqual(whole);
      expect(performance.now() - began).toBeGreaterThan(50);
    }
  });

  it('drop-socket answers, and resets the connection on its next use', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    set({ kind: 'drop-socket', count: 1 });
    expect((await look({}, { agent })).status).toBe(200);
    await expect(look({}, { agent })).rejects.toThrow(/ECONNRESET|hang up/);
    expect((await look({}, { agent })).status).toBe(200);
    agent.destroy();
  });

  it('refused-token strikes only calls with a token', async () => {
    set({ kind: 'refused-token' });
    const { status, json } = await look();
    expect(status).toBe(200);
    expect((await look({ NextToken: json.NextToken })).json.Code).toBe('InvalidNextToken');
  });

  it('duplicate-events repeats events in a page and over pages, and loses none', async () => {
    const plain = await pageThrough(emulator, TWO_DAYS);
    set({ kind: 'duplicate-events' });
    const doubled = await pageThrough(emulator, TWO_DAYS);
    expect(doubled.ids.length).toBeGreaterThan(plain.ids.length * 1.2);
    expect([...new Set(doubled.ids)]).toEqual(plain.ids);
  });

  it('late-events withholds some until the fault is over', async () => {
    const plain = await pageThrough(emulator, TWO_DAYS);
    set({ kind: 'late-events', count: 1 });
    const first: Reply = await look({ MaxResults: '50' });
    const shown = first.json.Events.map((event: { eventId: string }) => event.eventId);
    expect(shown).toHaveLength(50);
    expect(plain.ids).toEqual(expect.arrayContaining(shown));
    expect(shown).not.toEqual(plain.ids.slice(0, 50));
    expect((await pageThrough(emulator, TWO_DAYS)).ids).toEqual(plain.ids);
  });

  it('shuffled-events has the same events in another order', async () => {
    const plain = await pageThrough(emulator, TWO_DAYS);
    set({ kind: 'shuffled-events' });
    const shuffled = await pageThrough(emulator, TWO_DAYS);
    expect(shuffled.ids).not.toEqual(plain.ids);
    expect(shuffled.ids.toSorted()).toEqual(plain.ids.toSorted());
  });

  it('repeated-token leads to the same page for ever', async () => {
    const { NextToken } = (await look()).json;
    set({ kind: 'repeated-token' });
    const [one, two] = [(await look({ NextToken })).json, (await look({ NextToken })).json];
    expect([one.NextToken, two.Events]).toEqual([NextToken, one.Events]);
  });

  it('endless-token never comes to an end', async () => {
    set({ kind: 'endless-token' });
    const last = { ...TWO_DAYS, EndTime: iso(NOW_SECOND - 2 * DAY + 1800), MaxResults: '50' };
    const first = await callV3(emulator, 'LookupEvents', last);
    const second = await callV3(emulator, 'LookupEvents', { ...last, NextToken: first.json.NextToken });
    expect(second.json.Events).toEqual([]);
    expect(second.json.NextToken).toBe(first.json.NextToken);
  });

  it('every kind there is has been tried above', () => {
    expect([...tried].toSorted()).toEqual(Object.keys(faultKinds).toSorted());
  });

  /** Bytes as they come: a client of text would spoil them. */
  async function fetchRaw(host: string): Promise<{ headers: string; body: Buffer }> {
    const { connect } = await import('node:net');
    const open = await start({ behaviour: { signatures: 'ignore' } });
    for (const { id, struck, ...fault } of emulator.faults()) open.addFault(fault);
    const socket = connect(Number(new URL(open.url).port), '127.0.0.1');
    const request = 'GET /?Action=LookupEvents&Version=2020-07-06 HTTP/1.1';
    socket.end(`${request}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    await open.close();
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf('\r\n\r\n');
    return { headers: whole.subarray(0, end).toString(), body: whole.subarray(end + 4) };
  }
});

describe('when a fault strikes', () => {
  const outcomes = async (fault: Fault, calls: readonly [string, Params?][]) => {
    const emulator = await start();
    emulator.addFault(fault);
    const statuses: number[] = [];
    for (const [api, params] of calls) statuses.push((await callV3(emulator, api, params)).status);
    const struck = emulator.faults()[0]!.struck;
    await emulator.close();
    return { statuses, struck };
  };
  const five = Array.from({ length: 5 }, (): [string] => ['LookupEvents']);

  it('it leaves `after` calls alone and strikes `count` times', async () => {
    const { statuses, struck } = await outcomes({ kind: 'json-503', after: 1, count: 2 }, five);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect(struck).toBe(2);
  });

  it.each<[string, Fault, number[]]>([
    ['its API', { kind: 'json-503', api: 'DescribeTrails' }, [200, 200, 503]],
    ['its region', { kind: 'json-503', region: 'cn-shanghai' }, [200, 503, 200]],
    ['its account', { kind: 'json-503', accountId: '1000000000000002' }, [200, 200, 200]],
  ])('it keeps to %s', async (_, fault, expected) => {
    const calls: [string, Params?][] = [
      ['LookupEvents'],
      ['LookupEvents', { RegionId: 'cn-shanghai' }],
      ['DescribeTrails'],
    ];
    expect((await outcomes(fault, calls)).statuses).toEqual(expected);
  });

  it('it draws lots that are the same for the same seed', async () => {
    const many = Array.from({ length: 30 }, (): [string] => ['DescribeRegions']);
    const [one, two] = [
      await outcomes({ kind: 'json-503', probability: 0.5 }, many),
      await outcomes({ kind: 'json-503', probability: 0.5 }, many),
    ];
    expect(one).toEqual(two);
    expect(one.struck).toBeGreaterThan(5);
    expect(one.struck).toBeLessThan(25);
  });

  it('two can strike one call: a late refusal', async () => {
    const emulator = await start();
    emulator.addFault({ kind: 'slow', ms: 50 });
    emulator.addFault({ kind: 'throttle' });
    const began = performance.now();
    expect((await callV3(emulator, 'LookupEvents')).json.Code).toBe('Throttling.User');
    expect(performance.now() - began).toBeGreaterThan(45);
    expect(emulator.calls()[0]?.outcome).toBe('fault:slow+throttle');
    await emulator.close();
  });

  it('one that does not exist is refused with the list of those that do', async () => {
    const emulator = await start();
    const wrong = { kind: 'explode', ms: -1, often: true } as unknown as Fault;
    expect(() => emulator.addFault(wrong)).toThrow(
      /kind must be one of throttle, .*; ms must be .*; often is not a field/s,
    );
    await emulator.close();
  });

  it('closing the emulator ends calls that would never be answered', async () => {
    const emulator = await start();
    emulator.addFault({ kind: 'never' });
    const pending = callV3(emulator, 'LookupEvents');
    const failed = expect(pending).rejects.toThrow(/hang up|ECONNRESET/);
    while (emulator.calls().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await emulator.close();
    await failed;
  });
});
