import { describe, expect, it } from 'vitest';
import { askAt } from '../support/ask.ts';
import { attributesOf, type SentSpan, startCollector } from '../support/collector.ts';
import { startGateway } from '../support/gateway.ts';

/** A gateway that traces, with what arrived once it is closed. */
async function traced({ sampleRatio = 1, status = 200 } = {}) {
  const collector = await startCollector(status);
  const headers = { 'x-key': 'collector-key' };
  const tracing = { endpoint: collector.endpoint, headers, sampleRatio };
  const { gateway, log } = await startGateway({ events: 2000 }, (config) => ({ ...config, tracing }));
  const ask = (query: string, more: Record<string, string> = {}) =>
    askAt(gateway, { query, variables: { secret: 'hunter2' } }, more);
  const [{ account = '', region = '' } = {}] = gateway.sources;
  return { ...collector, ask, log, close: gateway.close, account, region };
}

const tree = (spans: readonly SentSpan[], parent: string | undefined): unknown[] =>
  spans
    .filter(({ parentSpanId = '' }) => parentSpanId === (parent ?? ''))
    .map((span) => [span.name, ...tree(spans, span.spanId)]);

describe('the trace of an operation', () => {
  it('has its look-ups, their waits for a turn and their calls, each where it belongs', async () => {
    const { ask, close, spans, requests, account, region } = await traced();
    const sources = `sources: [{ account: "${account}", regions: ["${region}"] }]`;
    await ask(
      `query Page($secret: String!) { events(first: 5, ${sources}, filter: { eventName: { eq: $secret } }) { nodes { id } } }`,
    );
    await close();
    expect(tree(spans, undefined)).toEqual([
      ['GraphQL operation', ['look-up', ['queue wait'], ['upstream call']]],
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const byName = Object.fromEntries(spans.map((span) => [span.name, attributesOf(span)]));
    expect(byName['GraphQL operation']).toMatchObject({ 'graphql.operation.name': 'Page', status: 200 });
    expect(byName['look-up']).toEqual({ api: 'LookupEvents', account, region });
    expect(byName['upstream call']).toMatchObject({ api: 'LookupEvents', account, region });
    expect(byName['upstream call']?.upstreamRequestId).toMatch(/^[0-9A-F-]{36}$/);
    expect(requests[0]?.headers['x-key']).toBe('collector-key');
    expect(requests.map(({ body }) => body).join()).not.toContain('hunter2');
  });

  it('is part of the trace that the client named, and follows its decision', async () => {
    const { ask, close, spans } = await traced({ sampleRatio: 0 });
    const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    await ask('{ auditSources { account } }', { traceparent: `00-${traceId}-${spanId}-01` });
    await ask('{ auditSources { account } }', { traceparent: `00-${traceId}-${spanId}-00` });
    await ask('{ auditSources { account } }');
    await close();
    expect(spans).toMatchObject([{ traceId, parentSpanId: spanId, name: 'GraphQL operation' }]);
  });

  it.each([
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
    `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01${'-x'.repeat(1000)}`,
  ])('begins anew where the client names none (%s)', async (traceparent) => {
    const { ask, close, spans } = await traced();
    await ask('{ auditSources { account } }', { traceparent });
    await close();
    expect(spans).toMatchObject([{ name: 'GraphQL operation' }]);
    expect([undefined, '']).toContain(spans[0]?.parentSpanId);
    expect(spans[0]?.traceId).not.toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it('says what went wrong, by its code alone', async () => {
    const { ask, close, spans } = await traced();
    await ask('{ event(id: "hunter2") { id } }');
    await close();
    expect(spans.map((span) => [span.status.code, attributesOf(span)['error.type']])).toEqual([
      [2, 'BAD_USER_INPUT'],
    ]);
    expect(JSON.stringify(spans)).not.toContain('hunter2');
  });

  it('that cannot be sent is lost, with a line in the log', async () => {
    const { ask, close, log } = await traced({ status: 400 });
    await ask('{ auditSources { account } }');
    await close();
    expect(log).toContainEqual(expect.objectContaining({ level: 'warn', event: 'spans could not be sent' }));
  });
});
