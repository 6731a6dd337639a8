import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import { allScopes, anonymousWith, grantOf } from '../../src/model/grant.ts';
import { type AccessRecord, admitAll, createAuthenticate } from '../../src/server/index.ts';
import { systemClock } from '../../src/system.ts';
import { authOf, signingKey, startIssuer, tokenOf } from '../support/identity.ts';
import { gate, hasty, openDoor, post } from './support.ts';

function openRecorded(options: Parameters<typeof openDoor>[0] = {}) {
  const records: AccessRecord[] = [];
  const door = openDoor({
    accessLog: { write: (record) => void records.push(JSON.parse(record)) },
    ...options,
  });
  return { door, records };
}

describe('the access log', () => {
  it('has one record for an operation, with who asked what and what became of it', async () => {
    const { door, records } = openRecorded();
    await door.ask('query Hello($even: Even) { hello echo(even: $even) }', { variables: { even: 42 } });
    const [{ time, durationMs, ...record } = expect.fail('no record'), ...more] = records;
    expect(more).toEqual([]);
    expect(Number.isNaN(Date.parse(time))).toBe(false);
    expect(durationMs).toBeGreaterThan(0);
    expect(record).toMatchInlineSnapshot(`
      {
        "codes": [],
        "document": "acf2d3054bd7afc9ba9d18e253fb432354be4fd7a69886c42d7df9eb5c178d89",
        "events": {},
        "isPartial": false,
        "jobs": {},
        "operationName": "Hello",
        "provedBy": "nothing",
        "record": "access",
        "redaction": null,
        "requestId": "made-1",
        "scopes": [
          "audit:read",
          "audit:raw",
          "jobs:read",
          "introspect",
        ],
        "sources": [],
        "status": 200,
        "upstreamRequestIds": [],
        "variables": [
          "even",
        ],
        "viewer": "anonymous",
      }
    `);
  });

  it('names what the viewer may use, and the level by which events are redacted', async () => {
    const redaction = { level: 'personal', rules: [] };
    const authenticate = admitAll(anonymousWith(grantOf({ scopes: ['jobs:read'], redaction })));
    const { door, records } = openRecorded({ authenticate });
    await door.ask('{ hello }');
    expect(records).toMatchObject([{ scopes: ['jobs:read'], redaction: 'personal' }]);
  });

  it('is written before the answer is there', async () => {
    const { door, records } = openRecorded();
    const answer = door.ask('{ hello }');
    expect(records).toEqual([]);
    await answer;
    expect(records).toHaveLength(1);
  });

  it.each([
    ['a document that is not understood', () => post('{"query":"{"}'), 200, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', () => post('{"query":"{ a }"}'), 200, 'GRAPHQL_VALIDATION_FAILED'],
    ['no JSON', () => post('{'), 400, 'BAD_USER_INPUT'],
    ['a body that is too long', () => post(' '.repeat(70_000)), 413, 'LIMIT_EXCEEDED'],
    ['a form', () => post('query=1', { 'content-type': 'text/plain' }), 415, 'BAD_USER_INPUT'],
    ['a GET', () => new Request('http://gateway/graphql?query={hello}'), 405, 'BAD_USER_INPUT'],
  ])('has a record of %s', async (_what, request, status, code) => {
    const { door, records } = openRecorded();
    await (await door.handle(request())).text();
    expect(records).toMatchObject([{ status, codes: [code], events: {}, sources: [] }]);
  });

  it('has the codes of field errors, and calls such an answer partial', async () => {
    const { door, records } = openRecorded();
    await door.ask('{ hello throttled again: throttled broken }');
    expect(records).toMatchObject([
      { status: 200, codes: ['INTERNAL', 'UPSTREAM_THROTTLED'], isPartial: true },
    ]);
  });

  it('has a record of who waited too long', async () => {
    const { door, records } = openRecorded({ ...gate(), requestTimeoutMs: 20 });
    await door.ask('query Slow { slow }');
    expect(records).toMatchObject([{ status: 504, operationName: 'Slow', codes: ['DEADLINE_EXCEEDED'] }]);
  });

  it('has no value of a variable, and of a name no more than its beginning', async () => {
    const { door, records } = openRecorded();
    const variables = { password: 'hunter2', [`n${'x'.repeat(500)}`]: 'hunter2' };
    await door.ask('{ hello }', { variables, operationName: `Hunter${'x'.repeat(500)}` });
    const [record] = records;
    expect(JSON.stringify(record)).not.toContain('hunter2');
    expect(record?.variables.map((name) => name.length)).toEqual([8, 101]);
    expect(record?.operationName).toHaveLength(101);
  });

  it('has nothing of probes', async () => {
    const { door, records } = openRecorded();
    await door.handle(new Request('http://gateway/livez'));
    await door.handle(new Request('http://gateway/nothing'));
    expect(records).toEqual([]);
  });

  const full = {
    write: () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
  };

  it('that cannot be written holds back events for who may see them unredacted, and for nobody else', async () => {
    const wait = async ({ tally }: Call) => {
      tally.countHandedOut('events', 'main');
      return 'an event';
    };
    for (const [scopes, status] of [
      [allScopes, 500],
      [['audit:read' as const], 200],
    ] as const) {
      const authenticate = admitAll(anonymousWith(grantOf({ scopes })));
      const { door } = openRecorded({ accessLog: full, wait, authenticate });
      const answer = await door.ask('{ slow }');
      expect(answer.status).toBe(status);
      expect(JSON.stringify(answer.body).includes('an event')).toBe(status === 200);
    }
  });

  it('that cannot be written raises the alarm, and holds no other answer back', async () => {
    const { door } = openRecorded({ accessLog: full, clock: hasty });
    expect(await door.ask('{ hello }')).toMatchObject({ status: 200, body: { data: { hello: 'hello' } } });
    expect(door.log).toMatchObject([
      { level: 'error', event: 'an access record could not be written', fields: { code: 'ENOSPC' } },
    ]);
  });
});

describe('the log', () => {
  it('has one line for a request, however many of its fields fail', async () => {
    const { door } = openRecorded();
    await door.ask('{ echo(even: 2) a: throttled b: throttled c: throttled }');
    await door.ask('{ hello }');
    expect(door.log.map(({ level, event }) => [level, event])).toEqual([['warn', 'fault answered']]);
  });

  it('has one line for who was not let in, which tells what the answer does not', async () => {
    const issuer = await startIssuer([]);
    issuer.published = null;
    const auth = authOf({ issuers: [issuer.config()] });
    const { door } = openRecorded({ authenticate: createAuthenticate({ auth, clock: systemClock }) });
    const token = await tokenOf(issuer, await signingKey('k'));
    const answers = [
      await door.ask('{ hello }'),
      await door.ask('{ hello }', {}, { authorization: `Bearer ${token}` }),
    ];
    expect(door.log.map(({ level, fields }) => [level, fields.code, fields.reason])).toEqual([
      ['info', 'UNAUTHENTICATED', 'no credentials'],
      ['warn', 'UPSTREAM_UNAVAILABLE', `no keys from ${issuer.issuer}`],
    ]);
    expect(JSON.stringify(answers)).not.toMatch(/no credentials|no keys/);
  });
});
