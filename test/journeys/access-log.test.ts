import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';

const { ask, accessLog, gateway } = await startGateway({ events: 2000 });

async function recordOf(query: string, variables = {}) {
  const before = accessLog.length;
  const answer = await ask(query, variables);
  expect(accessLog.length).toBe(before + 1);
  return { answer, record: accessLog.at(-1) };
}

describe('the record of an operation', () => {
  it('counts the events that went out, by account, and says where they were read', async () => {
    const [source] = gateway.sources;
    const account = source?.account ?? '';
    const query = `query Two($sources: [AuditSourceInput!]) {
      events(first: 20, sources: $sources) { nodes { id } }
      again: events(first: 5, sources: $sources) { edges { node { id } } }
    }`;
    const sources = [{ account, regions: [source?.region] }];
    const { answer, record } = await recordOf(query, { sources });
    const given = answer.data.events.nodes.length + answer.data.again.edges.length;
    expect(given).toBeGreaterThan(0);
    expect(record).toMatchObject({
      operationName: 'Two',
      variables: ['sources'],
      events: { [account]: given },
      sources: [`${account}/${source?.region}`],
      isPartial: false,
      codes: [],
    });
    expect(record?.upstreamRequestIds.length).toBeGreaterThan(0);
  });

  it('counts one event that was asked for by its id, and none that is not there', async () => {
    const { answer } = await recordOf('{ events(first: 1) { nodes { id eventId } } }');
    const [{ id, eventId }] = answer.data.events.nodes;
    const byId = await recordOf('query($id: ID!) { node(id: $id) { id } }', { id });
    const byEventId = await recordOf('query($id: String!) { eventByEventId(eventId: $id) { id } }', {
      id: eventId,
    });
    for (const { record } of [byId, byEventId]) expect(Object.values(record?.events ?? {})).toEqual([1]);
    const none = await recordOf('{ eventByEventId(eventId: "nobody") { id } }');
    expect(none.record).toMatchObject({ events: {} });
  });

  it('counts jobs', async () => {
    const account = gateway.sources[0]?.account ?? '';
    const query =
      'query($a: String!) { deliveryJobs(first: 3, source: { account: $a }) { nodes { jobId } } }';
    const { answer, record } = await recordOf(query, { a: account });
    expect(record?.jobs).toEqual({ [account]: answer.data.deliveryJobs.nodes.length });
  });

  it('says that a scan stopped before its end', async () => {
    const filter = '{ userAgent: { contains: "nobody has this" } }';
    const { answer, record } = await recordOf(
      `{ events(first: 5, filter: ${filter}, budget: { maxUpstreamCalls: 1 }) { scan { state } } }`,
    );
    expect([answer.data?.events.scan.state, record?.isPartial]).toEqual(['STOPPED', true]);
  });
});
