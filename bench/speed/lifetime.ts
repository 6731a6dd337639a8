import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, requestBytes } from './client.ts';
import { requestOf, trailgraph } from './contestants.ts';
import { median, saturate } from './load.ts';
import { inOrder, type Stage } from './stage.ts';
import { root } from './started.ts';
import { startTrailgraph, writeConfig } from './trailgraph.ts';
import { credentials } from './viewers.ts';

/** Seconds from `npm start` to the first answer over GraphQL, npm included; a median. */
export async function measureStart(stage: Stage, times: number): Promise<number> {
  const seconds: number[] = [];
  for (let nth = 0; nth < times; nth += 1) seconds.push(await startOnce(stage));
  return median(seconds);
}

async function startOnce(stage: Stage): Promise<number> {
  const port = await freePort();
  const config = writeConfig('npm-start', stage, { server: { port } });
  const request = requestBytes({
    path: '/graphql',
    headers: credentials[0] ?? {},
    body: stage.questions.page.body,
  });
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--config', config], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'ignore',
  });
  try {
    while (child.exitCode === null) {
      const body = await ask(port, request).catch(() => null);
      if (body !== null) return (performance.now() - began) / 1000;
      await sleep(5);
    }
    throw new Error('npm start has ended without an answer');
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

/** `npm start` must be told its port. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Megabytes, of a process of its own. */
export interface Memory {
  readonly restMegabytes: number;
  /** The most that was ever resident. */
  readonly mostMegabytes: number;
  readonly requests: number;
  /** Heap after collecting, after each fifth of the requests. */
  readonly heapMegabytes: readonly number[];
  /** The last heap against the second one: 0.01 is one per cent more. The first fifth warms up. */
  readonly growth: number;
}

export async function measureMemory(stage: Stage, requests: number): Promise<Memory> {
  const started = stage.keep(await startTrailgraph('memory', stage));
  const megabytes = (bytes: number) => bytes / 2 ** 20;
  const rest = await started.usage();
  const exchanges = inOrder(stage.questions).map((question) => ({
    request: requestOf(trailgraph, question),
    expected: null,
  }));
  const heaps: number[] = [];
  for (let fifth = 0; fifth < 5; fifth += 1) {
    await saturate({ port: started.port, exchanges, connections: 8, requests: requests / 5 });
    heaps.push(megabytes((await started.usage('usage after collecting')).heapBytes));
  }
  const { mostResidentBytes } = await started.usage();
  const [, second = Number.NaN] = heaps;
  return {
    restMegabytes: megabytes(rest.residentBytes),
    mostMegabytes: megabytes(mostResidentBytes),
    requests,
    heapMegabytes: heaps,
    growth: ((heaps.at(-1) ?? Number.NaN) - second) / second,
  };
}
