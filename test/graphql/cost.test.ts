import { type GraphQLObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Context, createCosts, schema } from '../../src/graphql/index.ts';
import { source } from '../support/events.ts';
import { startGateway } from '../support/gateway.ts';

const costOf = createCosts(schema);
const context = { sources: [source, source, source] } as unknown as Context;
const cost = (text: string, variables = {}, operationName?: string) =>
  costOf({ document: parse(text), operationName, variables }, context);

const costs: readonly [text: string, variables: Record<string, unknown>, points: number][] = [
  ['{ __typename auditLimits { maxCost } }', {}, 1 + 1 + 1],
  // A page of three sources, the budget of ten, one further page for what follows, and fifty nodes with an id.
  ['{ events { nodes { id } } }', {}, 1 + 1400 + 50 * 2],
  ['{ events(first: 200) { nodes { id } } }', {}, 1 + 1700 + 200 * 2],
  ['query($n: Int) { events(last: $n) { nodes { id } } }', { n: 100 }, 1 + 1500 + 100 * 2],
  ['{ events(first: 0, budget: { maxUpstreamCalls: 0 }) { nodes { id } } }', {}, 1 + 400 + 2],
  ['{ events(first: -5, budget: { maxUpstreamCalls: -7 }) { nodes { id } } }', {}, 1 + 400 + 2],
  ['{ events(first: 1, sources: [{ account: "a", regions: ["x"] }]) { nodes { id } } }', {}, 1 + 1200 + 2],
  ['{ events(first: 1, sources: [{ account: "a" }, { account: "b" }]) { nodes { id } } }', {}, 1 + 1400 + 2],
  ['{ eventCount { count } }', {}, 1 + 1300 + 1],
  ['{ node(id: "x") { id } }', {}, 1 + 100 + 1],
  ['query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] }, 1 + 300 + 3],
  ['{ deliveryJobs(first: 10) { nodes { jobId progress } } }', {}, 1 + 100 + 10 * (1 + 1 + 101)],
];

describe('the cost of an operation', () => {
  it.each(costs)('%s with %j is %i', (text, variables, points) => {
    expect(cost(text, variables)).toBe(points);
  });

  it('counts a fragment as often as it is spread, at no cost of its own', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
    );
    expect(cost(`{ ...F0 } ${doubling.join(' ')} fragment F60 on Query { __typename }`)).toBe(2 ** 60);
  });

  it('is that of the operation that was chosen', () => {
    const document = parse('query A { auditLimits { maxCost } } query B { node(id: "x") { id } }');
    const costs = ['A', 'B', 'A'].map((operationName) =>
      costOf({ document, operationName, variables: {} }, context),
    );
    expect(costs).toEqual([2, 102, 2]);
  });

  it('is computed anew where a document is asked with other sizes', () => {
    const document = parse(
      'query($n: Int, $after: String) { events(first: $n, after: $after) { nodes { id } } }',
    );
    const variables = [{ n: 1 }, { n: 2, after: 'x' }, { n: 2, after: 'y' }, { n: 1 }];
    const costs = variables.map((values) =>
      costOf({ document, operationName: null, variables: values }, context),
    );
    expect(costs).toEqual([1403, 1405, 1405, 1403]);
  });

  it('is not known of variables that do not fit', () => {
    expect(() => cost('query($n: Int) { events(first: $n) { nodes { id } } }', { n: 'x' })).toThrow(
      /^Variable "\$n"/,
    );
    expect(() => cost('query($ids: [ID!] = []) { nodes(ids: $ids) { id } }', { ids: null })).toThrow(
      /must not be null/,
    );
  });

  it('leaves resolvers as they are', () => {
    const range = (schema.getType('AuditSource') as GraphQLObjectType).getFields().availableRange;
    expect(String(range?.resolve)).toContain('earliestSecond');
  });
});

const allOfAnEvent = `
  id eventId eventName eventVersion eventCategory eventTime eventType eventTypeRaw access accessRaw outcome
  error { code message } isSensitive isGlobal serviceName apiVersion eventSource region requestId
  recipientAccountId actor { userName accountId } sourceIpAddress userAgent vpcId resources { type name }
  resourceCount requestParameters responseElements additionalEventData eventAttributes redactions
  seenIn { account region } isSettled`;
const page = `edges { cursor node { ${allOfAnEvent} } } pageInfo { hasNextPage endCursor }
  scan { state upstreamCalls missing { source { region } error { code message } } warnings { message } }`;

describe('limits of operations', async () => {
  const { ask } = await startGateway();

  it.each([
    ['a full page of whole events', `{ events(first: 200) { ${page} } }`],
    [
      'a dashboard of a dozen queries',
      `{ ${'ABCDEFGHIJKL'.replaceAll(/./g, (name) => `${name}: events(first: 20) { ${page} } `)} }`,
    ],
  ])('let %s pass', async (_what, query) => {
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(10_000);
  });

  it.each([
    [
      'twenty full pages',
      `{ ${'ABCDEFGHIJKLMNOPQRST'.replaceAll(/./g, (name) => `${name}: events(first: 200) { nodes { ${allOfAnEvent} } } `)} }`,
    ],
    ['pages of a million', '{ events(first: 1000000) { nodes { id } } }'],
  ])('refuse %s before anything is executed', async (_what, query) => {
    const { data, errors, extensions } = await ask(query);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(
          /^Expected an operation that costs at most 100000 points, got \d+: see `auditLimits.maxCost`\. Ask for /,
        ),
        extensions: { code: 'LIMIT_EXCEEDED', isRetryable: false },
      },
    ]);
    expect(extensions).toMatchObject({ upstream: { calls: 0 } });
  });

  it('are told by auditLimits', async () => {
    const { data } = await ask(
      '{ auditLimits { maxBodyBytes maxTokens maxDepth maxAliases maxRootFields maxDirectives maxValidationErrors maxPageSize maxVariableDepth maxVariableValues maxCost } }',
    );
    expect(data.auditLimits).toEqual({
      maxBodyBytes: 65_536,
      maxTokens: 2000,
      maxDepth: 12,
      maxAliases: 50,
      maxRootFields: 20,
      maxDirectives: 20,
      maxValidationErrors: 5,
      maxPageSize: 200,
      maxVariableDepth: 32,
      maxVariableValues: 10_000,
      maxCost: 100_000,
    });
  });
});

describe('limits of the configuration', async () => {
  const { ask } = await startGateway({}, (config) => ({
    ...config,
    limits: { ...config.limits, maxPageSize: 60, maxRootFields: 1, maxTokens: 100, maxCost: 2500 },
  }));

  it.each([
    ['{ events(first: 61) { nodes { id } } }', 'first: expected 0 to 60, got 61.'],
    ['{ a: __typename b: __typename }', 'Expected at most 1 root fields'],
    [`{ ${'a '.repeat(100)} }`, 'Expected a document of at most 100 tokens'],
    [
      '{ events(first: 60, budget: { maxUpstreamCalls: 40 }) { nodes { id } } }',
      'costs at most 2500 points, got ',
    ],
  ])('hold for %s', async (query, message) => {
    const { errors } = await ask(query);
    expect(errors?.[0]?.message).toContain(message);
  });
});
