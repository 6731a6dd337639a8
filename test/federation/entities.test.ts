import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Context, createCosts, federated, schema } from '../../src/graphql/index.ts';
import { grantOf } from '../../src/model/grant.ts';
import { limits } from '../../src/model/limits.ts';
import { source } from '../support/events.ts';
import { startGateway } from '../support/gateway.ts';
import { apiKeyFor, authOf } from '../support/identity.ts';
import { defaultLimits } from '../support/limits.ts';

const query = `query($representations: [_Any!]!, $sources: [AuditSourceInput!], $window: TimeWindowInput) {
  _entities(representations: $representations) {
    __typename
    ... on AuditUser { id events(first: 5, sources: $sources, window: $window) {
      nodes { id } scan { upstreamCalls } } }
  }
}`;
/** A window that nothing can join any more, so that memory may answer. */
const day = 86_400_000;
const window = {
  start: new Date(Date.now() - 20 * day).toISOString(),
  end: new Date(Date.now() - day).toISOString(),
};
const here = [{ regions: ['cn-hangzhou'] }];
const enabled = { enabled: true, auditableResource: false };

describe('what a router asks by key', async () => {
  const { ask, emulator } = await startGateway({}, (config) => ({
    ...config,
    federation: enabled,
    memory: { maxBytes: 1e8, movingEdgeMs: 0 },
  }));
  const accountId = emulator.accounts[0]?.id ?? '';
  const users = (count: number, distinct: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => ({
      __typename: 'AuditUser',
      accountId,
      userName: `${prefix}${index % distinct}`,
    }));
  const callsOf = (answer: { extensions?: Record<string, unknown> }) => answer.extensions?.upstream;

  it('twenty rows with five distinct keys are five calls, and none the second time', async () => {
    const asked = { representations: users(20, 5, 'row-'), sources: here, window };
    const first = await ask(query, asked);
    expect(first.errors).toBeUndefined();
    expect(first.data._entities).toHaveLength(20);
    expect(callsOf(first)).toMatchObject({ calls: 5 });
    const second = await ask(query, asked);
    expect(callsOf(second)).toMatchObject({ calls: 0 });
    expect(second.data._entities.map(({ id }: { id: string }) => id)).toEqual(
      first.data._entities.map(({ id }: { id: string }) => id),
    );
  });

  it('what goes beyond the cap is refused by itself, the rest is answered, and what is remembered is free', async () => {
    const most = limits.maxEntityLookUps;
    await ask(query, { representations: users(5, 5, 'known-'), sources: here, window });
    const representations = [...users(5, 5, 'known-'), ...users(most + 2, most + 2, 'new-')];
    const { data, errors = [], ...answer } = await ask(query, { representations, sources: here, window });
    expect(callsOf(answer)).toMatchObject({ calls: most });
    expect(errors.map(({ path }) => path)).toEqual([
      ['_entities', most + 5, 'events'],
      ['_entities', most + 6, 'events'],
    ]);
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('auditLimits.maxEntityLookUps'),
      extensions: { code: 'LIMIT_EXCEEDED', isRetryable: false },
    });
    expect(data._entities.filter(({ events }: { events: unknown }) => events !== null)).toHaveLength(
      most + 5,
    );
  });

  it('a question counts with each of its sources', async () => {
    const { data, errors = [] } = await ask(query, { representations: users(8, 8, 'everywhere-') });
    const answered = data._entities.filter(({ events }: { events: unknown }) => events !== null);
    expect(answered).toHaveLength(limits.maxEntityLookUps / 4);
    expect(errors).toHaveLength(8 - answered.length);
  });

  it('finds everything that has a key, in the order asked for, and null for what does not exist', async () => {
    const { data: known } = await ask(
      '{ events(first: 1, sources: [{ account: "main" }]) { nodes { id } } deliveryJobs(first: 1, source: { account: "main" }) { nodes { id } } }',
    );
    const representations = [
      { __typename: 'AuditSource', accountId, region: 'cn-shanghai' },
      { __typename: 'AuditEvent', id: known.events.nodes[0].id },
      { __typename: 'DeliveryJob', id: known.deliveryJobs.nodes[0].id },
      { __typename: 'AuditAccessKey', accessKeyId: 'LTAI1' },
      { __typename: 'AuditResource', accountId, type: 'ACS::ECS::Instance', name: 'i-1' },
      { __typename: 'AuditResource', accountId: '99999', type: 'ACS::ECS::Instance', name: 'i-1' },
      { __typename: 'AuditSource', accountId, region: 'mars-1' },
    ];
    const { data, errors } = await ask(
      `query($representations: [_Any!]!) { _entities(representations: $representations) {
        __typename ... on AuditEvent { id } ... on DeliveryJob { id status } ... on AuditResource { id } } }`,
      { representations },
    );
    expect(errors).toBeUndefined();
    expect(data._entities.map((one: { __typename: string } | null) => one?.__typename ?? null)).toEqual([
      ...representations.slice(0, 5).map(({ __typename }) => __typename),
      null,
      null,
    ]);
    const byId = [{ __typename: 'AuditResource', id: data._entities[4].id }];
    const again = await ask(
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on AuditResource { name } } }',
      { r: byId },
    );
    expect(again.data._entities).toEqual([{ name: 'i-1' }]);
  });

  it.each([
    ['a type without keys', { __typename: 'AuditLimits', id: 'x' }],
    ['a type that does not exist', { __typename: '__proto__' }],
    ['a type that is not part of this print', { __typename: 'AuditableResource', acsName: 'x' }],
    ['no type', { accountId: '1' }],
    ['half a key', { __typename: 'AuditUser', accountId: '1' }],
    ['a key that is no text', { __typename: 'AuditUser', accountId: 1, userName: ['root'] }],
    ['the id of another type', { __typename: 'AuditUser', id: 'QXVkaXRTb3VyY2U6YTpi' }],
    ['no object', 7],
  ])('refuses %s by itself, and answers the others', async (_what, wrong) => {
    const { data, errors } = await ask(query, { representations: [wrong, ...users(1, 1, 'fine-')] });
    expect(data._entities).toEqual([null, expect.objectContaining({ __typename: 'AuditUser' })]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('what there is no time for', async () => {
  const { ask, emulator } = await startGateway({}, (config) => ({
    ...config,
    federation: enabled,
    quota: { ...config.quota, callsPerSecond: 2 },
    server: { ...config.server, requestTimeoutMs: 1500 },
  }));

  it('is an error that says when to ask again, and no empty page', async () => {
    const accountId = emulator.accounts[0]?.id ?? '';
    const representations = Array.from({ length: 8 }, (_, index) => ({
      __typename: 'AuditUser',
      accountId,
      userName: `row-${index}`,
    }));
    const { data, errors = [] } = await ask(query, { representations, sources: here });
    const read = data._entities.filter(({ events }: { events: unknown }) => events !== null);
    expect(read.length).toBeGreaterThan(0);
    for (const { events } of read) expect(events.scan.upstreamCalls).toBe(1);
    expect(errors).toHaveLength(8 - read.length);
    for (const { extensions } of errors) {
      expect(extensions.code).toMatch(/^(UPSTREAM_BUSY|DEADLINE_EXCEEDED)$/);
      expect(extensions.isRetryable).toBe(true);
    }
  });
});

describe('what a router asks for who may not see everything', async () => {
  const keys = new Map(
    Object.entries({
      all: grantOf(),
      events: grantOf({ scopes: ['audit:read'] }),
      jobs: grantOf({ scopes: ['jobs:read'] }),
      elsewhere: grantOf({ accounts: ['account-2'] }),
      nothing: grantOf({ scopes: [] }),
    }).map(([name, grant]) => [name, apiKeyFor(name, grant)]),
  );
  const apiKeys = [...keys.values()].map(({ config }) => config);
  const { ask, emulator } = await startGateway({}, (config) => ({
    ...config,
    federation: enabled,
    auth: authOf({ apiKeys }),
  }));
  const as = (name: string) => ({ authorization: `Bearer ${keys.get(name)?.text}` });
  const accountId = emulator.accounts[0]?.id ?? '';
  const { data } = await ask(
    '{ events(first: 1, sources: [{ account: "main" }]) { nodes { id } } deliveryJobs(first: 1, source: { account: "main" }) { nodes { id } } }',
    {},
    as('all'),
  );
  const representations = [
    { __typename: 'AuditEvent', id: data.events.nodes[0].id },
    { __typename: 'DeliveryJob', id: data.deliveryJobs.nodes[0].id },
    { __typename: 'AuditUser', accountId, userName: 'root' },
  ];

  it.each([
    ['all', ['AuditEvent', 'DeliveryJob', 'AuditUser'], []],
    ['events', ['AuditEvent', null, 'AuditUser'], []],
    ['jobs', [null, 'DeliveryJob', 'AuditUser'], ['FORBIDDEN']],
    ['elsewhere', [null, null, null], []],
    ['nothing', [null, null, null], ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
  ])('with the grant "%s" gives %j', async (name, types, codes) => {
    const answer = await ask(
      `query($r: [_Any!]!) { _entities(representations: $r) {
        __typename ... on AuditUser { events(first: 1) { nodes { id } } } } }`,
      { r: representations },
      as(name),
    );
    const found = answer.data._entities.map((one: { __typename: string } | null) => one?.__typename ?? null);
    expect(found).toEqual(types);
    expect((answer.errors ?? []).map(({ extensions }) => extensions.code)).toEqual(codes);
  });

  it('tells the subgraph to whom the schema is told, and to nobody else', async () => {
    const query = '{ _service { sdl } }';
    expect((await ask(query, {}, as('all'))).data._service.sdl).toContain('@key');
    const { data, errors } = await ask(query, {}, as('events'));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a gateway that federates nothing', async () => {
  const { ask } = await startGateway();

  it.each([
    '{ _service { sdl } }',
    '{ _entities(representations: []) { __typename } }',
  ])('does not know %s', async (query) => {
    const { errors } = await ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

describe('what keys cost before they are asked', () => {
  const costOf = createCosts(federated(schema, enabled));
  const context = { sources: [source] } as unknown as Context;
  const user = { __typename: 'AuditUser', accountId: '1', userName: 'u' };
  const pages = (first: number, count: number) => {
    const events = `events(first: ${first}) { nodes { id eventName eventTime } }`;
    const document = parse(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on AuditUser { ${events} } } }`,
    );
    return costOf({ document, operationName: null, variables: { r: Array(count).fill(user) } }, context);
  };

  it('is a call and a page for each row, equal ones too: the answer has them all', () => {
    expect(pages(3, 1)).toBe(1 + 101 + 3 * 4);
    expect(pages(3, 10)).toBe(1 + 10 * (101 + 3 * 4));
  });

  it('lets long lists of short pages pass, and not one long page many times', () => {
    expect(pages(3, 500)).toBeLessThan(defaultLimits.maxCost);
    expect(pages(200, 400)).toBeGreaterThan(defaultLimits.maxCost);
  });
});
