import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';

describe('events', async () => {
  const { ask, emulator } = await startGateway();

  const from = '(first: 3, sources: [{ account: "main", regions: ["cn-shanghai"] }]';

  it('answers with nodes, edges, window and a report of what was read', async () => {
    const { data, errors } = await ask(`{
      events${from}) {
        nodes { id eventId eventTime eventName actor { userName } seenIn { account region isEmulated } isSettled }
        edges { cursor node { eventId } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        window { start end }
        scan { state examined upstreamCalls settledBefore upstreamRequestIds warnings { code } }
      }
    }`);
    expect(errors).toBeUndefined();
    const { nodes, edges, pageInfo, scan } = data.events;
    expect(nodes).toHaveLength(3);
    expect(nodes[0].seenIn).toEqual([{ account: 'main', region: 'cn-shanghai', isEmulated: true }]);
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0].cursor,
      endCursor: edges[2].cursor,
    });
    expect(scan).toMatchObject({ state: 'PAGE_FULL', examined: 50, upstreamCalls: 1 });
    expect(scan.upstreamRequestIds).toHaveLength(1);
  });

  it('reads what several aliases ask in the same words once', async () => {
    emulator.clearCalls();
    const { data } = await ask(`{ a: events${from}) { nodes { id } } b: events${from}) { nodes { id } } }`);
    expect(data.a).toEqual(data.b);
    expect(emulator.calls()).toHaveLength(1);
  });

  it('finds each of its events again by global id, with one call each', async () => {
    const page = await ask(`{ events${from}) { nodes { id eventId eventName } } }`);
    const { nodes } = page.data.events;
    emulator.clearCalls();
    const ids = [nodes[0].id, nodes[1].id, nodes[0].id];
    const again = await ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on AuditEvent { eventId eventName } } }',
      { ids },
    );
    expect(again.data.nodes).toEqual([nodes[0], nodes[1], nodes[0]]);
    expect(emulator.calls()).toHaveLength(2);
    const one = await ask('query ($id: ID!) { event(id: $id) { eventId } }', { id: nodes[2].id });
    expect(one.data.event.eventId).toBe(nodes[2].eventId);
  });

  it('pushes a documented pair down, and ActionTrail sees just that', async () => {
    emulator.clearCalls();
    const { data } = await ask(`{ events${from}, filter: { access: WRITE, serviceName: { eq: "Ecs" } }) {
      nodes { serviceName access }
    } }`);
    expect(data.events.nodes).toEqual(Array(3).fill({ serviceName: 'Ecs', access: 'WRITE' }));
    expect(emulator.calls()[0]?.params).toMatchObject({
      RegionId: 'cn-shanghai',
      MaxResults: '50',
      Direction: 'BACKWARD',
      'LookupAttribute.1.Key': 'ServiceName',
      'LookupAttribute.1.Value': 'Ecs',
      'LookupAttribute.2.Key': 'EventRW',
      'LookupAttribute.2.Value': 'Write',
    });
  });

  it.each([
    [
      '{ events(sources: []) { nodes { id } } }',
      'BAD_USER_INPUT',
      'at least one source with at least one region, got none',
    ],
    [
      `{ events${from.replace('3', '201')}) { nodes { id } } }`,
      'BAD_USER_INPUT',
      'first: expected 0 to 200, got 201.',
    ],
    [
      `{ events${from.replace('3', '-1')}) { nodes { id } } }`,
      'BAD_USER_INPUT',
      'first: expected 0 to 200, got -1.',
    ],
    [`{ events${from}, after: "x") { nodes { id } } }`, 'INVALID_CURSOR', 'cannot be used here'],
    [
      `{ events${from}, filter: { sourceIpAddress: { cidr: "10" } }) { nodes { id } } }`,
      'BAD_USER_INPUT',
      'expected a CIDR block',
    ],
    [
      `{ events${from}, window: { past: "P1Y" }) { nodes { id } } }`,
      'GRAPHQL_VALIDATION_FAILED',
      'ISO 8601 duration',
    ],
    ['{ event(id: "x") { id } }', 'BAD_USER_INPUT', 'Not an id of this gateway'],
    ['{ node(id: "") { id } }', 'BAD_USER_INPUT', 'Not an id of this gateway'],
  ])('refuses %s without a call', async (query, code, message) => {
    emulator.clearCalls();
    const { errors } = await ask(query);
    expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }]);
    expect(emulator.calls()).toHaveLength(0);
  });

  const everywhere = `events(last: 40, filter: { or: [{ outcome: FAILURE }, { isSensitive: true }],
    sourceIpAddress: { notCidr: "203.0.113.0/24" } }, window: { past: "P2D" })`;

  it('answers an auditor: failed or sensitive, not from our addresses, all regions, paged backwards', async () => {
    const { data, errors } = await ask(`{ ${everywhere} {
      edges { node { eventTime outcome isSensitive sourceIpAddress seenIn { account region } } }
      pageInfo { hasPreviousPage hasNextPage startCursor }
      scan { state stoppedBy progressed scannedTo waitedMs missing { source { region } } warnings { code } }
    } }`);
    expect(errors).toBeUndefined();
    const { edges, scan } = data.events;
    expect(edges.length).toBeGreaterThan(10);
    for (const { node } of edges) {
      expect(node.outcome === 'FAILURE' || node.isSensitive).toBe(true);
      expect(node.sourceIpAddress).not.toMatch(/^203\.0\.113\./);
    }
    expect(
      new Set(
        edges.flatMap((edge: { node: { seenIn: object[] } }) =>
          edge.node.seenIn.map((seen) => JSON.stringify(seen)),
        ),
      ).size,
    ).toBeGreaterThan(3);
    expect(scan.warnings.map(({ code }: { code: string }) => code)).toContain('RESIDUAL_FILTER');
  });

  it('explains a question without a call, and counts within a budget', async () => {
    emulator.clearCalls();
    const scope =
      'filter: { serviceName: { eq: "Ecs" }, eventName: { in: ["RunInstances", "StopInstance"] } }, window: { past: "P7D" }';
    const plan = await ask(`{ explainEvents(${scope}) { estimatedCalls basis sources { source { region }
      branches { pushedDown { key value } } residual } warnings { code } } }`);
    expect(plan.errors).toBeUndefined();
    expect(emulator.calls()).toHaveLength(0);
    expect(plan.data.explainEvents.sources).toHaveLength(8);
    expect(plan.data.explainEvents.sources[0]).toMatchObject({
      branches: ['RunInstances', 'StopInstance'].map((value) => ({
        pushedDown: [
          { key: 'serviceName', value: 'Ecs' },
          { key: 'eventName', value },
        ],
      })),
      residual: [],
    });
    const count = await ask(`{ eventCount(${scope}) { count relation scan { state upstreamCalls } } }`);
    expect(count.data.eventCount).toMatchObject({ relation: 'EXACT', scan: { state: 'EXHAUSTED' } });
    expect(count.data.eventCount.count).toBeGreaterThan(0);
  });

  it('finds an event by the id that ActionTrail gave it', async () => {
    const page = await ask(`{ events${from}) { nodes { id eventId } } }`);
    const [{ id, eventId }] = page.data.events.nodes;
    const found = await ask('query ($eventId: String!) { eventByEventId(eventId: $eventId) { id } }', {
      eventId,
    });
    expect(found.data.eventByEventId).toEqual({ id });
  });

  it('lets one failing field leave its neighbours alone', async () => {
    emulator.addFault({ kind: 'html-502', region: 'cn-shanghai', count: 2 });
    const { data, errors } = await ask(`{
      bad: events${from}) { nodes { id } }
      good: events${from.replace('cn-shanghai', 'cn-hangzhou')}) { nodes { id } }
      auditViewer { id }
    }`);
    expect(data).toMatchObject({ bad: null, good: { nodes: [{}, {}, {}] }, auditViewer: {} });
    expect(errors).toMatchObject([
      { path: ['bad'], extensions: { code: 'UPSTREAM_UNAVAILABLE', isRetryable: true } },
    ]);
  });

  it('picks single values out of parameters by pointer', async () => {
    const { data } =
      await ask(`{ events${from}) { nodes { whole: requestParameters region: requestParameters(path: "/RegionId")
      none: requestParameters(path: "/no/such") } } }`);
    for (const { whole, region, none } of data.events.nodes) {
      expect(region).toBe(whole?.RegionId ?? null);
      expect(none).toBeNull();
    }
  });
});
