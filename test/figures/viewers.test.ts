import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

const pageSizes = [20, 50, 200];

/** Pages through the window in pages of this size, and says what was seen. */
async function walk({ ask }: TestGateway, window: string, first: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { data, errors } = await ask(
      `query($first: Int!, $after: String) {
        events(first: $first, after: $after, window: ${window}, sources: [{ account: "main", regions: ["cn-shanghai"] }]) {
          nodes { eventId } pageInfo { hasNextPage endCursor }
        }
      }`,
      { first, after },
    );
    expect(errors).toBeUndefined();
    ids.push(...data.events.nodes.map(({ eventId }: { eventId: string }) => eventId));
    after = data.events.pageInfo.hasNextPage ? data.events.pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}

describe('ten viewers who page the same seven days', async () => {
  const gateway = await startGateway({ events: 60_000 }, (config) => ({
    ...config,
    memory: { maxBytes: 64 * 1024 * 1024, movingEdgeMs: 5000 },
  }));
  const lonely = await startGateway({ events: 60_000 });
  const calls = ({ emulator }: TestGateway) => emulator.calls().length;
  const end = Math.floor(Date.now() / 1000) - 3600;
  const time = (second: number) => JSON.stringify(new Date(second * 1000).toISOString());
  const absolute = `{ start: ${time(end - 7 * 86_400)}, end: ${time(end)} }`;

  it.each([
    ['fixed', absolute],
    ['counted back from now', '{ past: "P7D" }'],
  ])('make at most 1.05 times the calls of one, window %s', async (_, window) => {
    lonely.emulator.clearCalls();
    const own = await walk(lonely, window, 50);
    gateway.emulator.clearCalls();
    const viewers = Array.from({ length: 10 }, (_, viewer) =>
      walk(gateway, window, pageSizes[viewer % 3] ?? 50),
    );
    for (const ids of await Promise.all(viewers)) expect(new Set(ids).size).toBe(ids.length);
    expect(own.length).toBeGreaterThan(1000);
    expect(calls(gateway)).toBeLessThanOrEqual(1.05 * calls(lonely));
  });

  it('and see the same, in any page size, without a call', async () => {
    gateway.emulator.clearCalls();
    const [small, middle, large] = await Promise.all(pageSizes.map((size) => walk(gateway, absolute, size)));
    expect(small).toEqual(large);
    expect(middle).toEqual(large);
    expect(calls(gateway)).toBe(0);
  });
});
