import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { type GatewayProcess, startProcess } from '../support/gateway-process.ts';
import { listen } from '../support/loopback.ts';

const requestsPerSecond = 200;
const probePeriodMs = 200;

/** Asks in turn those that were ready when they were last probed, as a load balancer would; never a second one. */
function balance(urls: readonly string[]) {
  const ready = new Set<string>();
  const dispatcher = new Agent({ connections: 64, keepAliveTimeout: 60_000 });
  const outcomes = new Map<string, number>();
  let turn = 0;
  const probe = async (url: string) => {
    const status = await fetch(`${url}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) ready.add(url);
    else ready.delete(url);
  };
  const ask = async (query: string): Promise<string> => {
    const open = urls.filter((url) => ready.has(url));
    const url = open[turn++ % open.length];
    if (url === undefined) return 'nobody is ready';
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    try {
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body, dispatcher });
      return /^{"(data|errors)":/.test(await answer.text()) ? 'answered' : 'no GraphQL';
    } catch (error) {
      return String((error as Error).cause ?? error);
    }
  };
  return {
    outcomes,
    probe: () => Promise.all(urls.map(probe)),
    ask: async (query: string) => {
      const outcome = await ask(query);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
    close: () => dispatcher.close(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('a rolling restart of two replicas under 200 requests a second loses none', async () => {
  const emulator = await startEmulator({ callsPerSecond: Number.POSITIVE_INFINITY, events: 5000 });
  const [account] = emulator.accounts;
  const configOf = (port: number) => `
server: { port: ${port}, drainDelay: PT1S }
accounts:
  - name: main
    id: "${account?.id}"
    regions: [cn-hangzhou]
    endpoint: ${emulator.url}
    credentials: { type: static, accessKeyId: "${account?.accessKeyId}", accessKeySecret: "${account?.accessKeySecret}" }
quota: { callsPerSecond: 100 }
cursors: { keys: ["${Buffer.alloc(32, 7).toString('base64')}"] }
`;
  const ports = [await freePort(), await freePort()];
  const replicas: GatewayProcess[] = await Promise.all(ports.map((port) => startProcess(configOf(port))));
  const balancer = balance(replicas.map(({ url }) => url));
  await balancer.probe();

  const over = new AbortController();
  const every = async (ms: number, work: () => void) => {
    for (let next = performance.now(); !over.signal.aborted; next += ms) {
      await sleep(Math.max(0, next - performance.now()));
      work();
    }
  };
  const asked: Promise<void>[] = [];
  const load = every(1000 / requestsPerSecond, () => {
    const isCostly = asked.length % 10 === 0;
    const query = isCostly
      ? `{ events(first: 5, window: { past: "P${1 + ((asked.length / 10) % 30)}D" }) { nodes { id } } }`
      : '{ auditSources { account region } }';
    asked.push(balancer.ask(query));
  });
  const probes = every(probePeriodMs, () => void balancer.probe());

  await sleep(1000);
  for (const [index, port] of ports.entries()) {
    const replica = replicas[index];
    replica?.child.kill('SIGTERM');
    expect(await replica?.ended()).toBe(0);
    replicas[index] = await startProcess(configOf(port));
    await sleep(3 * probePeriodMs);
  }
  await sleep(1000);
  over.abort();
  await Promise.all([load, probes]);
  await Promise.all(asked);
  expect(Object.fromEntries(balancer.outcomes)).toEqual({ answered: asked.length });
  expect(asked.length).toBeGreaterThan(5 * requestsPerSecond);
  await Promise.all([balancer.close(), emulator.close()]);
  for (const { child } of replicas) child.kill('SIGTERM');
});
