import { expect, it } from 'vitest';
import { askOver } from '../support/ask.ts';
import { startGateway } from '../support/gateway.ts';

it('the metrics of a gateway tell of operations, calls and sources, on their own port', async () => {
  const { gateway, log } = await startGateway({ events: 2000 }, (config) => ({
    ...config,
    memory: { maxBytes: 1e7, movingEdgeMs: 60_000 },
    metrics: { host: '127.0.0.1', port: 0 },
  }));
  const { url } = await gateway.listen();
  const [{ account = '', region = '' } = {}] = gateway.sources;
  const ask = async (query: string) => (await askOver(url, query)).json();
  const sources = `[{ account: "${account}", regions: ["${region}"] }]`;
  const page = await ask(`query Page { events(first: 5, sources: ${sources}) { nodes { id } } }`);
  await ask(`query Page { events(first: 5, sources: ${sources}) { nodes { id eventTime } } }`);
  await ask('{ nothing }');

  const served = log.find(({ event }) => event === 'Metrics are served.')?.fields.url;
  const text = await (await fetch(String(served))).text();
  expect(text).toContain('trailgraph_operations_total{operation="Page",code="OK"} 2\n');
  expect(text).toContain(
    'trailgraph_operations_total{operation="unnamed",code="GRAPHQL_VALIDATION_FAILED"} 1\n',
  );
  expect(text).toContain(
    `trailgraph_events_returned_total{account="${account}"} ${page.data.events.nodes.length * 2}\n`,
  );
  expect(text).toContain(
    `trailgraph_upstream_calls_total{account="${account}",api="LookupEvents",code="OK"} 1\n`,
  );
  expect(text).toContain('trailgraph_upstream_calls_avoided_total{by="memory"} 1\n');
  expect(text).toContain(`trailgraph_source_health{account="${account}",region="${region}"} 0\n`);
});
