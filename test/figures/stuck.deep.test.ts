import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askAt } from '../support/ask.ts';
import { startGateway } from '../support/gateway.ts';

describe('1,000 requests at once, over real sockets', async () => {
  const { gateway, emulator } = await startGateway({}, (config) => ({
    ...config,
    memory: { maxBytes: 1e7, movingEdgeMs: 5000 },
  }));
  const post = async (userName: string, timeoutMs: number) => {
    const began = performance.now();
    const headers = { 'x-request-timeout-ms': `${timeoutMs}` };
    const response = await askAt(gateway, { query, variables: { userName } }, headers);
    return { body: await response.json(), ms: performance.now() - began };
  };
  const query = `query($userName: String!) { events(first: 5, filter: { userName: { eq: $userName } },
    sources: [{ account: "main", regions: ["cn-shanghai"] }]) { nodes { id } scan { stoppedBy } } }`;

  it('that are identical are one call', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => post('ann', 10_000)));
    expect(answers.every(({ body }) => body.errors === undefined)).toBe(true);
    expect(emulator.calls()).toHaveLength(1);
  });

  it('that are stuck are all answered by their deadline and 250 ms', async () => {
    emulator.addFault({ kind: 'never' });
    // A busy machine is late by itself: by how much at most is no fault of an answer.
    const machineLate = monitorEventLoopDelay({ resolution: 10 });
    machineLate.enable();
    const asked: ReturnType<typeof post>[] = [];
    for (let nth = 0; nth < 1000; nth += 1) {
      asked.push(post(`u${nth}`, 3000));
      // So that each is measured from when the gateway sees it, not from when all were thrown at one process.
      await turn();
    }
    const answers = await Promise.all(asked);
    emulator.clearFaults();
    for (const { body } of answers) {
      const told = body.errors?.[0].extensions.code ?? body.data.events.scan.stoppedBy;
      expect(['DEADLINE', 'THROTTLED', 'DEADLINE_EXCEEDED', 'UPSTREAM_BUSY']).toContain(told);
    }
    const slowest = Math.max(...answers.map(({ ms }) => ms)) - machineLate.max / 1e6;
    expect(slowest).toBeLessThanOrEqual(3250);
  });
});
