import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

// 300 clients send a byte of their headers every so often, while one polite client asks over and over. The gateway has
// a process of its own, started as in production.

const slowClients = 300;
const config = join(import.meta.dirname, '../test/fixtures/any-port.yaml');
const gateway = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts'), '--config', config], {
  stdio: ['ignore', 'pipe', 'inherit'],
});

/** The address that the start-up line tells. */
async function addressOf(): Promise<URL> {
  for await (const line of createInterface(gateway.stdout)) {
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) return new URL(url);
  }
  throw new Error('The gateway did not start.');
}

/** Seconds until the gateway had enough of it. */
async function drip({ port }: URL): Promise<number> {
  const startedAt = performance.now();
  const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
  socket.write('POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n');
  const timer = setInterval(() => socket.write('X'), 500);
  socket.resume();
  await once(socket, 'close');
  clearInterval(timer);
  return (performance.now() - startedAt) / 1000;
}

/** Milliseconds of a polite question; it throws where that is not answered. */
async function ask(url: URL): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ auditSources { account region } }"}',
  });
  if (!(await response.text()).startsWith('{"data":')) throw new Error(`Got ${response.status}.`);
  return performance.now() - startedAt;
}

try {
  const url = await addressOf();
  for (let warm = 0; warm < 50; warm += 1) await ask(url);
  let isOver = false;
  const slow = Promise.all(Array.from({ length: slowClients }, () => drip(url))).finally(() => {
    isOver = true;
  });
  const waits: number[] = [];
  while (!isOver) {
    waits.push(await ask(url));
    await sleep(5);
  }
  const longest = Math.max(...(await slow));
  const p99 = waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN;
  console.log(`${slowClients} slow clients were cut within ${longest.toFixed(1)} s (asked for: 7 s).`);
  console.log(`${waits.length} polite questions meanwhile: p99 ${p99.toFixed(1)} ms (asked for: 200 ms).`);
  process.exitCode = longest <= 7 && p99 <= 200 ? 0 : 1;
} finally {
  gateway.kill();
}
