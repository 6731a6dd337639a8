import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';

describe('1,000 requests at once, over real sockets', async () => {
  const { gateway, emulator } = await startGateway({}, (config) => ({
    ...config,
    memory: { maxBytes: 1e7, movingEdgeMs: 5000 },
  }));
  const post = async (userName: string, timeoutMs: number) => {
    const began = performance.now();
    const response = await gateway.handle(
      new Request('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-timeout-ms': `${timeoutMs}` },
        body: JSON.stringify({ query, variables: { userName } }),
      }),
    );
    return { body: await response.json(), ms: performance.now() - began };
  };
  const query = `query($userName: String!) { events(first: 5, filter: { userName: { eq: $userName } },
    sources: [{ account: "main", regions: ["cn-shanghai"] }]) { nodes { id } } }`;

  it('that are identical are one call', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => post('ann', 10_000)));
    expect(answers.every(({ body }) => body.errors === undefined)).toBe(true);
    expect(emulator.calls()).toHaveLength(1);
  });

  it('that are stuck are all answered by their deadline and 250 ms', async () => {
    emulator.addFault({ kind: 'never' });
    const asked: ReturnType<typeof post>[] = [];
    for (let nth = 0; nth < 1000; nth += 1) {
      asked.push(post(`u${nth}`, 3000));
      // So that each is measured from when the gateway sees it, not from when all were thrown at one process.
      await turn();
    }
    const answers = await Promise.all(asked);
    emulator.clearFaults();
    for (const { body } of answers) expect(body.errors).toHaveLength(1);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThanOrEqual(3250);
  });
});
