import { afterAll, describe, expect, it } from 'vitest';
import type { OperationFact } from '../../src/model/observer.ts';
import { createMetrics, createMetricsPort } from '../../src/server/index.ts';

const operation: OperationFact = {
  kind: 'operation',
  name: 'Newest',
  codes: [],
  durationMs: 20,
  events: { main: 50 },
  avoided: { memory: 1, coalescing: 0 },
};

async function linesOf(metrics = createMetrics()): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith('trailgraph_'));
}

describe('the metrics', () => {
  it('count operations by name and code, with what they handed out and what they cost', async () => {
    const metrics = createMetrics();
    metrics.record(operation);
    metrics.record({ ...operation, codes: ['UPSTREAM_BUSY', 'INTERNAL'], events: {} });
    expect(await linesOf(metrics)).toEqual(
      expect.arrayContaining([
        'trailgraph_operations_total{operation="Newest",code="OK"} 1',
        'trailgraph_operations_total{operation="Newest",code="UPSTREAM_BUSY"} 1',
        'trailgraph_operation_duration_seconds_bucket{le="0.025",operation="Newest"} 2',
        'trailgraph_events_returned_total{account="main"} 50',
        'trailgraph_upstream_calls_avoided_total{by="memory"} 2',
      ]),
    );
  });

  it('count calls to ActionTrail by account, operation and code', async () => {
    const metrics = createMetrics();
    const call = { kind: 'upstreamCall', account: 'main', api: 'LookupEvents', durationMs: 80 } as const;
    metrics.record({ ...call, code: null });
    metrics.record({ ...call, code: 'UPSTREAM_THROTTLED' });
    metrics.record({ kind: 'disagreement', field: 'userName' });
    metrics.record({ kind: 'recordLost' });
    expect(await linesOf(metrics)).toEqual(
      expect.arrayContaining([
        'trailgraph_upstream_calls_total{account="main",api="LookupEvents",code="OK"} 1',
        'trailgraph_upstream_calls_total{account="main",api="LookupEvents",code="UPSTREAM_THROTTLED"} 1',
        'trailgraph_upstream_call_duration_seconds_bucket{le="0.1",api="LookupEvents"} 2',
        'trailgraph_disagreements_total{field="userName"} 1',
        'trailgraph_access_records_lost_total 1',
      ]),
    );
  });

  it('tell how sources are at the moment when they are asked', async () => {
    const metrics = createMetrics();
    const source = {
      id: 's',
      account: 'main',
      accountId: '1',
      region: 'cn-hangzhou',
      isEmulated: true,
    };
    let waiting = 3;
    const statusOf = () => ({
      health: 'CIRCUIT_OPEN' as const,
      callsPerSecond: 2,
      waiting,
      estimatedWaitMs: 1500,
    });
    metrics.watch({ sources: [source], monitor: { statusOf } });
    expect((await linesOf(metrics)).filter((line) => line.includes('region='))).toEqual([
      'trailgraph_quota_calls_per_second{account="main",region="cn-hangzhou"} 2',
      'trailgraph_quota_waiting{account="main",region="cn-hangzhou"} 3',
      'trailgraph_quota_wait_seconds{account="main",region="cn-hangzhou"} 1.5',
      'trailgraph_quota_left{account="main",region="cn-hangzhou"} 18',
      'trailgraph_source_health{account="main",region="cn-hangzhou"} 3',
    ]);
    waiting = 0;
    expect(await linesOf(metrics)).toContain(
      'trailgraph_quota_waiting{account="main",region="cn-hangzhou"} 0',
    );
  });

  it('know the process: event loop delay and memory', async () => {
    const text = await createMetrics().text();
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect(text).toMatch(new RegExp(`^${name} [\\d.e+-]+$`, 'm'));
  });

  it('have no more series than a hundred names make, whatever clients call their operations', async () => {
    const metrics = createMetrics();
    for (let number = 0; number < 5000; number += 1) metrics.record({ ...operation, name: `n${number}` });
    metrics.record({ ...operation, name: 'n7' });
    metrics.record({ ...operation, name: null });
    const counted = (await linesOf(metrics)).filter((line) => line.startsWith('trailgraph_operations_total'));
    expect(counted).toHaveLength(102);
    expect(counted).toContain('trailgraph_operations_total{operation="other",code="OK"} 4900');
    expect(counted).toContain('trailgraph_operations_total{operation="n7",code="OK"} 2');
    expect(counted).toContain('trailgraph_operations_total{operation="unnamed",code="OK"} 1');
  });
});

describe('the name of an operation', () => {
  it('that is longer than anybody would read is not kept', async () => {
    const metrics = createMetrics();
    metrics.record({ ...operation, name: 'n'.repeat(60_000) });
    metrics.record({ ...operation, name: 'n'.repeat(100) });
    expect((await linesOf(metrics)).filter((line) => line.startsWith('trailgraph_operations_total'))).toEqual(
      [
        'trailgraph_operations_total{operation="other",code="OK"} 1',
        `trailgraph_operations_total{operation="${'n'.repeat(100)}",code="OK"} 1`,
      ],
    );
  });
});

describe('the port of the metrics', () => {
  const port = createMetricsPort({ host: '127.0.0.1', port: 0 }, createMetrics());
  afterAll(port.close);

  it('answers GET /metrics and nothing else', async () => {
    const { url } = await port.listen();
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toContain('trailgraph_operations_total');
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/graphql', url))).status).toBe(404);
    const taken = createMetricsPort({ host: '127.0.0.1', port: Number(new URL(url).port) }, createMetrics());
    await expect(taken.listen()).rejects.toThrow(/EADDRINUSE.*Change metrics.host or metrics.port\./);
  });
});
