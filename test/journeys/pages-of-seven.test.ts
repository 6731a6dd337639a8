import { describe, expect, it } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { silent } from '../../src/model/observer.ts';
import { formatSecond } from '../../src/model/time.ts';
import { systemClock } from '../../src/system.ts';
import { askOver } from '../support/ask.ts';
import { configFor, startGateway } from '../support/gateway.ts';

const query = `query Page($after: String, $start: DateTime, $end: DateTime, $order: AuditEventOrder!) {
  events(first: 7, after: $after, order: $order, window: { start: $start, end: $end },
    sources: [{ account: "main", regions: ["cn-shanghai"] }]) {
    nodes { eventId }
    pageInfo { hasNextPage endCursor }
    scan { upstreamCalls }
  }
}`;

interface Page {
  readonly nodes: readonly { readonly eventId: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly scan: { readonly upstreamCalls: number };
}

async function fetchPage(url: string, variables: object): Promise<Page> {
  const response = await askOver(url, { query, variables });
  const { data, errors } = (await response.json()) as { data: { events: Page }; errors?: unknown };
  expect(errors).toBeUndefined();
  return data.events;
}

describe('seven days of one region in pages of seven, over HTTP', async () => {
  const { emulator } = await startGateway({ events: 40_000 });
  const end = Math.floor(Date.now() / 1000) - 3600;
  const start = end - 7 * 86_400;
  const place = { accountId: emulator.accounts[0]!.id, region: 'cn-shanghai' };
  const own = emulator.events({ ...place, start, end }).map(({ id }) => id);

  const startReplica = async () => {
    const observer = silent;
    const gateway = await createGateway(configFor(emulator), { clock: systemClock, observer, examples: [] });
    return { ...gateway, ...(await gateway.listen()) };
  };

  it.each([
    'NEWEST_FIRST',
    'OLDEST_FIRST',
  ])('%s: every event once and in order, over a restart', async (order) => {
    const window = { start: formatSecond(start), end: formatSecond(end) };
    let replica = await startReplica();
    let page = await fetchPage(replica.url, { ...window, order });
    const read = [...page.nodes];
    let calls = page.scan.upstreamCalls;
    for (let count = 1; page.pageInfo.hasNextPage; count += 1) {
      if (count === 30) {
        await replica.close();
        replica = await startReplica();
      }
      page = await fetchPage(replica.url, { ...window, order, after: page.pageInfo.endCursor });
      read.push(...page.nodes);
      calls += page.scan.upstreamCalls;
    }
    await replica.close();
    expect(own.length).toBeGreaterThan(500);
    expect(read.map(({ eventId }) => eventId)).toEqual(order === 'OLDEST_FIRST' ? own : own.toReversed());
    expect(calls).toBeLessThan((own.length / 7) * 1.3);
  });
});
