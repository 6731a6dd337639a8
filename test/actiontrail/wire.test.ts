import { describe, expect, it } from 'vitest';
import type { Continuation, EventOrder, LookUpField } from '../../src/model/action-trail.ts';
import { callAt } from '../support/call.ts';
import { json, page, scriptedServer } from './support/scripted-server.ts';
import { accountAt, lookUpOf, second, source, wireTo } from './support/wire.ts';

function goingOn(token: string | null, time: string): Continuation {
  return { window: lookUpOf().window, token, second: second(`2026-11-20T${time}Z`) };
}

describe('a look-up on the wire', () => {
  it('is one V3 call with both bounds, a second wider on either side, fifty events and the region', async () => {
    const server = await scriptedServer(json(page([])));
    const { actionTrail } = wireTo(server.url);
    await actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(server.asked[0]?.query).toMatchInlineSnapshot(`
      {
        "Direction": "BACKWARD",
        "EndTime": "2026-11-21T00:00:01Z",
        "MaxResults": "50",
        "RegionId": "cn-hangzhou",
        "StartTime": "2026-11-19T23:59:59Z",
      }
    `);
    const { authorization, ...headers } = server.asked[0]?.headers ?? {};
    expect(authorization).toMatch(
      /^ACS3-HMAC-SHA256 Credential=LTAI-test,SignedHeaders=.*,Signature=[0-9a-f]{64}$/,
    );
    expect(headers).toMatchObject({
      'x-acs-action': 'LookupEvents',
      'x-acs-version': '2020-07-06',
      'x-acs-date': '2026-11-20T12:00:00Z',
      'x-acs-signature-nonce': 'nonce-1',
    });
  });

  it.each<[LookUpField, string, string, string]>([
    ['eventId', 'A-1', 'EventId', 'A-1'],
    ['eventName', 'ConsoleSignin', 'EventName', 'ConsoleSignin'],
    ['serviceName', 'Ecs', 'ServiceName', 'Ecs'],
    ['eventType', 'ApiCall', 'EventType', 'ApiCall'],
    ['access', 'READ', 'EventRW', 'Read'],
    ['access', 'WRITE', 'EventRW', 'Write'],
    ['isSensitive', 'true', 'SensitiveAction', 'true'],
    ['userName', 'Alice & Bob', 'User', 'Alice & Bob'],
    ['roleName', "o'role", 'RoleName', "o'role"],
    ['accessKeyId', 'LTAI1', 'EventAccessKeyId', 'LTAI1'],
    ['sourceIpAddress', '203.0.113.1', 'SourceIpAddress', '203.0.113.1'],
    ['resourceType', 'ACS::ECS::Instance', 'ResourceType', 'ACS::ECS::Instance'],
    ['resourceName', 'i-1*', 'ResourceName', 'i-1*'],
  ])('asks for %s %s as %s %s', async (field, value, key, sent) => {
    const server = await scriptedServer(json(page([])));
    const { actionTrail } = wireTo(server.url);
    const conditions = [
      { field: 'serviceName' as const, value: 'Ram' },
      { field, value },
    ];
    await actionTrail.lookUpEvents(lookUpOf({ conditions }), callAt());
    expect(server.asked[0]?.query).toMatchObject({
      'LookupAttribute.1.Key': 'ServiceName',
      'LookupAttribute.1.Value': 'Ram',
      'LookupAttribute.2.Key': key,
      'LookupAttribute.2.Value': sent,
    });
  });

  it('goes on with the token in the very parameters that it was issued for', async () => {
    const server = await scriptedServer((response, { query }) =>
      json(
        page(
          [{ eventId: 'a', eventTime: '2026-11-20T09:00:00Z' }],
          query.NextToken === undefined ? 'token-2' : undefined,
        ),
      )(response, { query, headers: {} }),
    );
    const { actionTrail } = wireTo(server.url);
    const first = await actionTrail.lookUpEvents(lookUpOf({ order: 'OLDEST_FIRST' }), callAt());
    expect(first.next).toEqual({
      window: lookUpOf().window,
      token: 'token-2',
      second: second('2026-11-20T09:00:00Z'),
    });
    const narrower = { start: second('2026-11-20T08:00:00Z'), end: second('2026-11-20T20:00:00Z') };
    const last = await actionTrail.lookUpEvents(
      lookUpOf({ order: 'OLDEST_FIRST', window: narrower, from: first.next }),
      callAt(),
    );
    expect(last.next).toBeNull();
    expect(server.asked[1]?.query).toEqual({ ...server.asked[0]?.query, NextToken: 'token-2' });
  });

  it.each([
    [2, '2'],
    [0, '0'],
    ['2', '2'],
    ['', undefined],
    [null, undefined],
  ])('takes a next token of %j for %j', async (NextToken, token) => {
    const server = await scriptedServer(json({ ...page([]), NextToken }));
    const { next } = await wireTo(server.url).actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(next?.token).toBe(token);
  });

  it('is cut to the half-open window, whether ActionTrail includes its bounds or not', async () => {
    const times = [
      '2026-11-21T00:00:01Z',
      '2026-11-21T00:00:00Z',
      '2026-11-20T23:59:59Z',
      '2026-11-20T00:00:00Z',
      '2026-11-19T23:59:59Z',
    ];
    const server = await scriptedServer(
      json(page(times.map((eventTime) => ({ eventId: eventTime, eventTime })))),
    );
    const { actionTrail } = wireTo(server.url);
    const { events } = await actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(events.map((event) => event.eventId)).toEqual(['2026-11-20T23:59:59Z', '2026-11-20T00:00:00Z']);
  });

  it.each<[EventOrder, (string | null)[], Continuation | null, string[]]>([
    ['NEWEST_FIRST', [null, '09:00:00', null, null], null, ['23:59:59', '09:00:00', '09:00:00', '09:00:00']],
    ['OLDEST_FIRST', [null, '09:00:00', null], null, ['00:00:00', '09:00:00', '09:00:00']],
    ['NEWEST_FIRST', [null, '09:00:00'], goingOn('token', '12:00:00'), ['12:00:00', '09:00:00']],
    ['NEWEST_FIRST', [null], goingOn(null, '12:00:00'), ['12:00:00']],
    ['NEWEST_FIRST', [null], { ...goingOn(null, '12:00:00'), second: 0 }, ['23:59:59']],
  ])('gives events without a time the place where they stand, %s %j', async (order, times, from, places) => {
    const events = times.map((time, index) => ({
      eventId: `${index}`,
      eventTime: time && `2026-11-20T${time}Z`,
    }));
    const server = await scriptedServer(json(page(events)));
    const found = await wireTo(server.url).actionTrail.lookUpEvents(lookUpOf({ order, from }), callAt());
    expect(found.events.map((event) => event.second)).toEqual(
      places.map((time) => second(`2026-11-20T${time}Z`)),
    );
  });

  it('cuts an event without a time where its neighbour is cut', async () => {
    const events = [{ eventId: 'a', eventTime: '2026-11-21T00:00:00Z' }, { eventId: 'b' }];
    const server = await scriptedServer(json(page(events)));
    const found = await wireTo(server.url).actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(found.events).toEqual([]);
  });

  it('counts what was sent and notes the request ids of answers and refusals', async () => {
    const refuse = json({ Code: 'InternalError', RequestId: 'REQUEST-2' }, 500);
    const server = await scriptedServer((response, asked) =>
      (server.asked.length === 1 ? json(page([])) : refuse)(response, asked),
    );
    const { actionTrail } = wireTo(server.url);
    const call = callAt();
    await actionTrail.lookUpEvents(lookUpOf(), call);
    await expect(actionTrail.lookUpEvents(lookUpOf(), call)).rejects.toThrow();
    expect(call.tally).toMatchObject({ upstreamCalls: 2, upstreamRequestIds: ['REQUEST-1', 'REQUEST-2'] });
  });

  it('asks each region at its own address where the endpoint has a place for it', async () => {
    const servers = [await scriptedServer(json(page([]))), await scriptedServer(json(page([])))];
    const regions = servers.map(({ url }) => new URL(url).port);
    const endpoint = 'http://127.0.0.1:{region}';
    const { actionTrail } = wireTo(endpoint, { accounts: [accountAt(endpoint, { regions })] });
    for (const region of regions) {
      await actionTrail.lookUpEvents(lookUpOf({ source: { ...source, region } }), callAt());
    }
    expect(servers.map(({ asked }) => asked.map(({ query }) => query.RegionId))).toEqual(
      regions.map((region) => [region]),
    );
  });

  it.each([
    ['no address', 'actiontrail'],
    ['a path', 'https://proxy.example/actiontrail'],
    ['a user', 'https://user:password@proxy.example'],
    ['another protocol', 'ftp://proxy.example'],
  ])('is refused at start with %s as the endpoint', (_, endpoint) => {
    expect(() => wireTo(endpoint)).toThrow(/^accounts\[main\]\.endpoint: expected http(?!.*password)/);
  });
});
