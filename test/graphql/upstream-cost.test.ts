import { describe, expect, it } from 'vitest';
import { eventGlobalId } from '../../src/model/global-id.ts';
import { askAt } from '../support/ask.ts';
import { startGateway } from '../support/gateway.ts';

const now = Date.now();

describe('what an answer says of its cost', async () => {
  const remembering = await startGateway({}, (config) => ({
    ...config,
    memory: { maxBytes: 1e7, movingEdgeMs: 0 },
  }));
  const slow = await startGateway({}, (config) => ({
    ...config,
    quota: { ...config.quota, callsPerSecond: 0.1 },
  }));
  const past = {
    start: new Date(now - 3 * 86_400_000).toISOString(),
    end: new Date(now - 86_400_000).toISOString(),
  };
  const question = `query($start: DateTime, $end: DateTime) {
    a: events(first: 3, window: { start: $start, end: $end }, sources: [{ account: "main", regions: ["cn-shanghai"] }]) { nodes { id } }
    b: events(first: 4, window: { start: $start, end: $end }, sources: [{ account: "main", regions: ["cn-shanghai"] }]) { nodes { id } }
  }`;

  it('counts calls, and those that somebody else made or that were remembered', async () => {
    const first = await remembering.ask(question, past);
    expect(first.extensions).toMatchObject({
      upstream: { calls: 1, avoided: { memory: 0, coalescing: 1 }, quotaLeft: expect.any(Number) },
    });
    const second = await remembering.ask(question, past);
    expect(second.extensions).toEqual({
      upstream: { calls: 0, avoided: { memory: 2, coalescing: 0 }, waitedMs: 0, quotaLeft: null },
    });
    expect(second.data).toEqual(first.data);
  });

  it('is there without a call as well', async () => {
    const { extensions } = await remembering.ask('{ auditViewer { id } }');
    expect(extensions).toEqual({
      upstream: { calls: 0, avoided: { memory: 0, coalescing: 0 }, waitedMs: 0, quotaLeft: null },
    });
  });

  it('says so for a page that could not be begun as well', async () => {
    const source = 'sources: [{ account: "main", regions: ["cn-shanghai"] }]';
    const query = `{ events(first: 3, ${source}) { scan { stoppedBy progressed retryAfterMs } } }`;
    const response = await askAt(slow.gateway, query, { 'x-request-timeout-ms': '1000' });
    const { data } = await response.json();
    expect(data.events.scan).toMatchObject({ stoppedBy: 'THROTTLED', progressed: false });
    expect(response.headers.get('retry-after')).toBe(`${Math.ceil(data.events.scan.retryAfterMs / 1000)}`);
  });

  it('says in a header when to come again where the quota is used up', async () => {
    const key = {
      region: 'cn-shanghai',
      second: Math.floor(Date.now() / 1000) - 900,
      hasTime: true,
      eventId: 'any',
    };
    const id = eventGlobalId({ ...key, accountId: slow.emulator.accounts[0]?.id ?? '' });
    const query = `{ event(id: "${id}") { id } }`;
    const response = await askAt(slow.gateway, query, { 'x-request-timeout-ms': '1000' });
    const { errors } = await response.json();
    expect(errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_BUSY', retryAfterMs: expect.any(Number) } },
    ]);
    expect(response.headers.get('retry-after')).toBe(
      `${Math.ceil(errors[0].extensions.retryAfterMs / 1000)}`,
    );
  });

  it('is told of each source as it is now', async () => {
    const { data } = await slow.ask(
      '{ auditSources { status { health callsPerSecond waiting estimatedWaitMs } } }',
    );
    const [{ status }] = data.auditSources;
    expect(status).toMatchObject({ health: 'HEALTHY', callsPerSecond: 0.1, waiting: 0 });
    expect(status.estimatedWaitMs).toBeGreaterThan(0);
    expect(status.estimatedWaitMs).toBeLessThanOrEqual(10_600);
  });
});
