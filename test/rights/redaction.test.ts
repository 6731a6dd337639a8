import { describe, expect, it } from 'vitest';
import { type Grant, grantOf } from '../../src/model/grant.ts';
import type { RedactionRule } from '../../src/model/redaction.ts';
import { granted } from '../../src/rights/index.ts';
import { askAt } from '../support/ask.ts';
import { callAt, granted as lookUpOf, noon } from '../support/call.ts';
import { eventAt, source } from '../support/events.ts';
import { type Answer, startGateway } from '../support/gateway.ts';
import { apiKeyFor, authOf } from '../support/identity.ts';
import { pages, seenIn } from '../support/pages.ts';

const now = noon / 1000;
const actor = {
  type: 'RAM_USER' as const,
  typeRaw: 'ram-user',
  accountId: '11111',
  principalId: '22222',
  userName: 'alice',
  roleName: null,
  sessionName: null,
  sessionCreatedAt: null,
  isMfaAuthenticated: true,
  callerAccountId: null,
  accessKey: { accessKeyId: 'LTAI-alice', isTemporary: false },
};
const event = eventAt(now - 60, 'e1', {
  serviceName: 'Ram',
  eventName: 'CreateUser',
  actor,
  sourceIpAddress: '203.0.113.9',
  resources: [{ accountId: null, type: 'User', name: 'bob' }],
  requestParameters: { MobilePhone: '86-1380', User: { Name: 'bob', 'a/b': 1 }, List: ['x', 'y'] },
  redactions: ['/requestParameters/Password'],
});

function levelOf(...rules: (Partial<RedactionRule> & { readonly pointer: string })[]): Grant {
  const whole = rules.map((rule) => ({ service: null, event: null, ...rule }));
  return grantOf({ redaction: { level: 'test', rules: whole } });
}

/** The event as somebody with this grant gets it. */
async function seenWith(grant: Grant) {
  const actionTrail = granted(pages(seenIn(source, [event])));
  const parts = { source, window: { start: now - 3600, end: now }, order: 'NEWEST_FIRST' as const };
  const lookUp = lookUpOf({ ...parts, conditions: [], from: null });
  const { events } = await actionTrail.lookUpEvents(lookUp, callAt(noon, { grant }));
  return events[0]!;
}

describe('a redaction level', () => {
  it.each([
    ['/sourceIpAddress', { sourceIpAddress: null }],
    ['/actor/userName', { actor: { ...actor, userName: null } }],
    ['/actor/accessKey', { actor: { ...actor, accessKey: null } }],
    ['/actor', { actor: null }],
    ['/resources', { resources: [] }],
    ['/requestParameters', { requestParameters: '[HIDDEN]' }],
    [
      '/requestParameters/MobilePhone',
      { requestParameters: { MobilePhone: '[HIDDEN]', User: { Name: 'bob', 'a/b': 1 }, List: ['x', 'y'] } },
    ],
    [
      '/requestParameters/User/a~1b',
      {
        requestParameters: {
          MobilePhone: '86-1380',
          User: { Name: 'bob', 'a/b': '[HIDDEN]' },
          List: ['x', 'y'],
        },
      },
    ],
    [
      '/requestParameters/List/1',
      {
        requestParameters: {
          MobilePhone: '86-1380',
          User: { Name: 'bob', 'a/b': 1 },
          List: ['x', '[HIDDEN]'],
        },
      },
    ],
  ])('hides %s, says so, and touches nothing else', async (pointer, shown) => {
    const seen = await seenWith(levelOf({ pointer }));
    expect(seen).toEqual({ ...event, ...shown, redactions: ['/requestParameters/Password', pointer] });
    expect([Object.isFrozen(seen), Object.isFrozen(seen.redactions), Object.isFrozen(seen.actor)]).toContain(
      true,
    );
  });

  it.each([
    { pointer: '/userAgent' },
    { pointer: '/requestParameters/Nothing' },
    { pointer: '/requestParameters/__proto__' },
    { pointer: '/sourceIpAddress', service: 'Ecs' },
    { pointer: '/sourceIpAddress', event: 'DeleteUser' },
    { pointer: '/sourceIpAddress', service: 'Ecs', event: 'CreateUser' },
  ])('leaves an event as it is where %j does not apply', async (rule) => {
    expect(await seenWith(levelOf(rule))).toBe(event);
  });

  it('gives equal viewers the very same object, and others their own', async () => {
    const level = levelOf({ pointer: '/actor/userName' });
    const twin = grantOf({ ...level, accounts: ['main'] });
    expect(await seenWith(twin)).toBe(await seenWith(level));
    expect(await seenWith(levelOf({ pointer: '/actor' }))).not.toBe(await seenWith(level));
    expect(await seenWith(grantOf())).toBe(event);
  });
});

describe('what is hidden', async () => {
  const rules = ['/actor/userName', '/actor/accessKey', '/sourceIpAddress', '/requestParameters'];
  const redaction = {
    level: 'strict',
    rules: rules.map((pointer) => ({ service: null, event: null, pointer })),
  };
  const withGrant = (anonymous: Grant) =>
    startGateway({}, (config) => ({
      ...config,
      auth: { anonymous, issuers: [], apiKeys: [], pepper: null },
    }));
  const [open, strict] = await Promise.all([withGrant(grantOf()), withGrant(grantOf({ redaction }))]);
  const fields =
    'eventId actor { userName user { id } accessKey { accessKeyId } } sourceIpAddress requestParameters redactions';
  const found = await open.ask(`{ events(first: 50) { nodes { ${fields} } } }`);
  const known = found.data.events.nodes.find(
    ({ actor: who, sourceIpAddress }: { actor: typeof actor | null; sourceIpAddress: string | null }) =>
      who?.userName && who.accessKey && sourceIpAddress,
  );

  it('is not shown, and is named', async () => {
    const { data } = await strict.ask(`{ events(first: 50) { nodes { ${fields} } } }`);
    const same = data.events.nodes.find(({ eventId }: { eventId: string }) => eventId === known.eventId);
    expect(same).toMatchObject({
      actor: { userName: null, user: null, accessKey: null },
      sourceIpAddress: null,
    });
    expect(same.redactions).toEqual(expect.arrayContaining(['/actor/userName', '/sourceIpAddress']));
    expect(JSON.stringify(data)).not.toContain(known.sourceIpAddress);
  });

  it.each([
    ['userName', { eq: known.actor.userName }],
    ['userName', { in: [known.actor.userName, 'x'] }],
    ['userName', { startsWith: known.actor.userName.slice(0, 2) }],
    ['accessKeyId', { eq: known.actor.accessKey.accessKeyId }],
    ['sourceIpAddress', { eq: known.sourceIpAddress }],
    ['sourceIpAddress', { cidr: `${known.sourceIpAddress}/32` }],
  ])('is not found by a filter on %s: %j, and ActionTrail is not asked for it', async (field, match) => {
    const query = `query ($f: AuditEventFilter) { events(first: 5, filter: $f, window: { past: "P1D" }) { nodes { id } scan { examined } } }`;
    expect((await open.ask(query, { f: { [field]: match } })).data.events.nodes.length).toBeGreaterThan(0);
    strict.emulator.clearCalls();
    const { data } = await strict.ask(query, { f: { [field]: match } });
    expect(data.events.nodes).toEqual([]);
    expect(JSON.stringify(strict.emulator.calls())).not.toContain('LookupAttribute');
    const negated = await strict.ask(query, { f: { not: { [field]: match } } });
    expect(negated.data.events.nodes).toHaveLength(5);
  });

  it('is in `raw`, for whoever may see that, with its secrets masked and what has no field of its own', async () => {
    const { data } = await strict.ask(`{ events(first: 50) { nodes { eventId raw } } }`);
    const same = data.events.nodes.find(({ eventId }: { eventId: string }) => eventId === known.eventId);
    expect(same.raw).toMatchObject({
      eventId: known.eventId,
      sourceIpAddress: known.sourceIpAddress,
      userIdentity: { userName: known.actor.userName },
    });
    const reader = await withGrant(grantOf({ scopes: ['audit:read'] }));
    const refused = await reader.ask('{ events(first: 1) { nodes { eventId raw } } }');
    expect(refused.data.events.nodes[0]).toMatchObject({ eventId: expect.any(String), raw: null });
    expect(refused.errors).toEqual([
      expect.objectContaining({
        path: ['events', 'nodes', 0, 'raw'],
        extensions: expect.objectContaining({ code: 'FORBIDDEN' }),
      }),
    ]);
  });

  it('is told anew for each viewer of one gateway, however often the same was asked before', async () => {
    const grants = {
      auditor: grantOf(),
      reader: grantOf({ scopes: ['audit:read'] }),
      strict: grantOf({ redaction }),
    };
    const keys = Object.entries(grants).map(([name, grant]) => [name, apiKeyFor(name, grant)] as const);
    const { gateway } = await startGateway({}, (config) => ({
      ...config,
      auth: authOf({ apiKeys: keys.map(([, { config: one }]) => one) }),
      memory: { maxBytes: 1e7, movingEdgeMs: 5000 },
    }));
    const query =
      '{ events(first: 20, window: { past: "P2D", settledOnly: true }) { nodes { eventId raw sourceIpAddress } } }';
    const ask = async (text: string) => {
      const answer = await askAt(gateway, query, { authorization: `Bearer ${text}` });
      const { data, errors = [] } = (await answer.json()) as Answer;
      const shown = (field: string) =>
        data.events.nodes.filter((one: Record<string, unknown>) => one[field] !== null).length;
      return { raw: shown('raw'), addresses: shown('sourceIpAddress'), errors: errors.length };
    };
    for (let round = 0; round < 3; round += 1) {
      for (const [name, { text }] of round === 1 ? keys.toReversed() : keys) {
        const { raw, addresses, errors } = await ask(text);
        expect([name, raw > 0, addresses > 0, errors > 0]).toEqual([
          name,
          name !== 'reader',
          name !== 'strict',
          name === 'reader',
        ]);
      }
    }
  });
});
