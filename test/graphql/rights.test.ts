import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  GraphQLSchema as Schema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/index.ts';
import { type Grant, grantOf } from '../../src/model/grant.ts';
import { startGateway } from '../support/gateway.ts';

/** The scopes that a field names, as text; null where it names none. */
function scopesOf(field: GraphQLField<unknown, unknown>): string | null {
  const { authScopes } = (field.extensions.pothosOptions ?? {}) as { authScopes?: Record<string, unknown> };
  if (authScopes === undefined || Object.keys(authScopes).length === 0) return null;
  const { $any, ...all } = authScopes;
  return Object.keys((($any ?? all) as object) ?? {}).join(' or ');
}

it('no scopes are told by a function: what they hang on besides the grant would be that of another request', () => {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const all = objects.flatMap((type) => [type, ...Object.values(type.getFields())]);
  const options = all.map(
    ({ extensions }) => (extensions.pothosOptions ?? {}) as Readonly<Record<string, unknown>>,
  );
  expect(options.filter(({ authScopes }) => authScopes !== undefined).length).toBeGreaterThan(5);
  for (const { authScopes, grantScopes } of options) {
    expect([typeof authScopes === 'function', grantScopes]).toEqual([false, undefined]);
  }
});

/**
 * Which scopes lead to each type, on every way from Query, abstract types included: the scopes of a field are those it
 * names, or where it names none those that led to its type. What nothing guards is reached by "nothing".
 */
function waysTo(schemaOf: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const ways = new Map<string, Set<string>>();
  const visit = (type: GraphQLNamedType, way: string) => {
    const known = ways.get(type.name) ?? new Set();
    if (known.has(way)) return;
    ways.set(type.name, known.add(way));
    if (isAbstractType(type)) for (const one of schemaOf.getPossibleTypes(type)) visit(one, way);
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields()))
      visit(getNamedType(field.type), scopesOf(field) ?? way);
  };
  const query = schemaOf.getQueryType();
  if (query != null) visit(query, 'nothing');
  ways.delete('Query');
  return ways;
}

/** Fields that nothing guards: they name no scope, and stand on Query or on a type that is reached unguarded. */
function unguarded(schemaOf: GraphQLSchema): string[] {
  const ways = waysTo(schemaOf);
  return Object.values(schemaOf.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields())
        .filter((field) => scopesOf(field) === null)
        .filter(() => type.name === 'Query' || !ways.has(type.name) || ways.get(type.name)?.has('nothing'))
        .map(({ name }) => `${type.name}.${name}`),
    );
}

describe('the schema', () => {
  it('has no field that is reached without a scope', () => {
    expect(unguarded(schema)).toEqual([]);
  });

  it('fails that check where a field is forgotten', () => {
    const thing = new GraphQLObjectType({ name: 'Thing', fields: { name: { type: GraphQLString } } });
    const query = new GraphQLObjectType({ name: 'Query', fields: { thing: { type: thing } } });
    expect(unguarded(new Schema({ query }))).toEqual(['Query.thing', 'Thing.name']);
  });

  it('leads to what is sensitive on these ways and no others', () => {
    const ways = waysTo(schema);
    const to = (name: string) => [...(ways.get(name) ?? [])].sort();
    // By `node`, the resolver looks at the type: see below.
    expect({
      event: to('AuditEvent'),
      job: to('DeliveryJob'),
      source: to('AuditSource'),
    }).toMatchInlineSnapshot(`
      {
        "event": [
          "audit:read",
          "audit:read or jobs:read",
        ],
        "job": [
          "audit:read or jobs:read",
          "jobs:read",
        ],
        "source": [
          "audit:read",
          "audit:read or jobs:read",
          "jobs:read",
        ],
      }
    `);
  });

  it('wraps no field of an event but `raw`', () => {
    const event = schema.getType('AuditEvent') as GraphQLObjectType;
    const wrapped = Object.values(event.getFields()).filter(
      ({ resolve = defaultFieldResolver }) =>
        resolve.length === 4 && String(resolve).includes('RequestCache'),
    );
    expect(wrapped.map(({ name }) => name)).toEqual(['raw']);
  });
});

describe('rights by scope', async () => {
  const grants = {
    all: grantOf(),
    events: grantOf({ scopes: ['audit:read'] }),
    jobs: grantOf({ scopes: ['jobs:read'] }),
    none: grantOf({ scopes: [] }),
  };
  const gateways = new Map(
    await Promise.all(
      Object.entries(grants).map(async ([name, anonymous]) => {
        const auth = { anonymous, issuers: [], apiKeys: [], pepper: null };
        return [name, await startGateway({}, (config) => ({ ...config, auth }))] as const;
      }),
    ),
  );
  const ask = async (name: string, query: string) => {
    const { data, errors } = (await gateways.get(name)?.ask(query)) ?? {};
    return { data, codes: (errors ?? []).map(({ extensions }) => extensions.code) };
  };
  const found = await ask(
    'all',
    `{ events(first: 1, sources: [{ account: "main" }]) { nodes { id } }
       deliveryJobs(first: 1, source: { account: "main" }) { nodes { id } } }`,
  );
  const event = found.data.events.nodes[0].id;
  const job = found.data.deliveryJobs.nodes[0].id;

  it.each([
    ['{ events(first: 1) { nodes { id } } }', 'events'],
    ['{ eventCount { count } }', 'events'],
    ['{ explainEvents { basis } }', 'events'],
    ['{ eventByEventId(eventId: "x") { id } }', 'events'],
    [`{ event(id: "${event}") { id } }`, 'events'],
    [`{ deliveryJob(id: "${job}") { id } }`, 'jobs'],
    ['{ deliveryJobs(source: { account: "main" }) { totalCount } }', 'jobs'],
    ['{ auditSources { region } }', 'events jobs'],
    ['{ auditViewer { id } }', 'events jobs none'],
    ['{ auditLimits { maxPageSize } }', 'events jobs none'],
  ])('%s is for %s', async (query, those) => {
    for (const name of ['events', 'jobs', 'none']) {
      const { codes } = await ask(name, query);
      expect([name, codes]).toEqual([name, those.includes(name) ? [] : ['FORBIDDEN']]);
    }
  });

  it('lead from an id only to what they cover, in every type', async () => {
    const query = `{ event: node(id: "${event}") { __typename } job: node(id: "${job}") { __typename } }`;
    expect((await ask('all', query)).data).toEqual({
      event: { __typename: 'AuditEvent' },
      job: { __typename: 'DeliveryJob' },
    });
    expect(await ask('events', query)).toEqual({
      data: { event: { __typename: 'AuditEvent' }, job: null },
      codes: [],
    });
    expect(await ask('jobs', query)).toEqual({
      data: { event: null, job: { __typename: 'DeliveryJob' } },
      codes: [],
    });
    expect((await ask('none', query)).codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ a: __type(name: "Query") { name } auditLimits { maxPageSize } }',
    'query Q { ...F } fragment F on Query { __schema { queryType { name } } }',
    'query ($no: Boolean = true) { __schema @skip(if: $no) { types { name } } auditLimits { maxPageSize } }',
  ])('show the schema with introspect only: %s', async (query) => {
    expect((await ask('all', query)).codes).toEqual([]);
    const refused = await ask('events', query);
    expect(refused).toEqual({ data: undefined, codes: ['FORBIDDEN'] });
  });

  it('bind routers too: entities that are not covered do not exist, and the subgraph is part of the schema', async () => {
    const federation = { enabled: true, auditableResource: true };
    const of = (anonymous: Grant) =>
      startGateway({}, (config) => ({
        ...config,
        federation,
        auth: { anonymous, issuers: [], apiKeys: [], pepper: null },
      }));
    const [router, jobs, foreign] = await Promise.all([
      of(grants.all),
      of(grants.jobs),
      of(grantOf({ accounts: ['account-2'] })),
    ]);
    const query = 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }';
    const all = [
      { __typename: 'AuditEvent', id: event },
      { __typename: 'DeliveryJob', id: job },
      { __typename: 'AuditSource', accountId: '1000000000000001', region: 'cn-hangzhou' },
      { __typename: 'AuditUser', accountId: '1000000000000001', userName: 'alice' },
      { __typename: 'AuditResource', accountId: '1000000000000001', type: 'ACS::ECS::Instance', name: 'i-1' },
    ];
    const found = async (gateway: typeof router) =>
      (await gateway.ask(query, { all })).data._entities.map((one: unknown) => one !== null);
    expect(await found(router)).toEqual([true, true, true, true, true]);
    expect(await found(jobs)).toEqual([false, true, true, true, true]);
    expect(await found(foreign)).toEqual([false, false, false, false, false]);
    const { errors } = await jobs.ask('{ _service { sdl } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  it('without introspect tell nothing of the schema, whatever is wrong with a document', async () => {
    const gateway = gateways.get('events');
    const wrong = [
      '{ event }',
      '{ evnts { nodes { id } } }',
      '{ events { nodes { ID } } a b c d }',
      '{ auditViewer { id { x } } }',
      '{ events(filter: { eventNam: { eq: "x" } }) { nodes { id } } }',
      '{ auditLimits(x: 1) { maxPageSize } }',
      'query ($x: Nope) { auditViewer { id } }',
      '{ auditViewer { ...F } } fragment F on Nope { id }',
    ];
    const answers = await Promise.all(wrong.map((query) => gateway?.ask(query)));
    const told = new Set(answers.map((answer) => JSON.stringify(answer?.errors)));
    expect([...told]).toEqual([
      '[{"message":"The document does not fit the schema.","extensions":{"code":"GRAPHQL_VALIDATION_FAILED","isRetryable":false}}]',
    ]);
    const withVariables = 'query ($f: AuditEventFilter) { events(filter: $f) { nodes { id } } }';
    for (const f of [{ evntName: 1 }, { eventName: 'x' }, { access: 'REED' }, 7]) {
      const answer = await gateway?.ask(withVariables, { f });
      expect(answer?.errors?.map(({ message }) => message)).toEqual([
        'Variable "$f" has no value of its type.',
      ]);
    }
    const long = `f${'x'.repeat(200)}`;
    const withLongName = withVariables.replaceAll('$f', `$${long}`);
    const unset = 'query ($id: ID = "x") { event(id: $id) { id } }';
    const others = [
      await gateway?.ask(withLongName, { [long]: { evntName: 1 } }),
      await gateway?.ask(unset, { id: null }),
    ];
    expect(others.map((answer) => answer?.errors)).toEqual([
      [expect.objectContaining({ message: `Variable "$${long.slice(0, 99)}" has no value of its type.` })],
      [expect.objectContaining({ message: 'Argument "id" has no value of its type.', path: ['event'] })],
    ]);
  });
});
