import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { type Config, loadConfig } from '../src/config.ts';
import { type CallRecord, type Emulator, startEmulator } from '../src/emulator/index.ts';
import { createGateway, emulatedAccounts, type Gateway } from '../src/gateway.ts';
import { silent } from '../src/model/observer.ts';
import { systemClock } from '../src/system.ts';

// What two calls a second for a whole company come to, over real sockets against the built-in emulator.

const place = 'sources: [{ account: "main", regions: ["cn-shanghai"] }]';
const query = `query($first: Int!, $after: String, $filter: AuditEventFilter, $start: DateTime!, $end: DateTime!) {
  events(first: $first, after: $after, filter: $filter, window: { start: $start, end: $end }, ${place}) {
    nodes { eventId } pageInfo { hasNextPage endCursor }
  }
}`;

interface Answer {
  readonly data?: { events: Connection | null } | null;
  readonly errors?: readonly { extensions: { code: string } }[];
  readonly extensions: { upstream: { calls: number } };
}
interface Connection {
  readonly nodes: readonly { eventId: string }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

function open(emulator: Emulator, overrides: Partial<Config> = {}): Promise<Gateway> {
  const defaults = loadConfig({ argv: [], env: {}, readFile: () => null });
  const config = { ...defaults, accounts: emulatedAccounts(emulator), ...overrides };
  return createGateway(config, { clock: systemClock, observer: silent, examples: [] });
}

const at = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();
const yesterday = Math.floor(Date.now() / 1000) - 86_400;
const week = { start: at(yesterday - 7 * 86_400), end: at(yesterday) };

async function ask(gateway: Gateway, variables: object): Promise<Answer> {
  const response = await gateway.handle(
    new Request('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { first: 50, ...week, ...variables } }),
    }),
  );
  const answer = (await response.json()) as Answer;
  if (
    answer.errors?.some(
      ({ extensions }) => !/^(UPSTREAM_BUSY|DEADLINE_EXCEEDED|SHUTTING_DOWN)$/.test(extensions.code),
    )
  )
    throw new Error(JSON.stringify(answer));
  return answer;
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(72)} ${figure}`);
}

/** The most calls in any second, as the other side saw them. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));
}

/** An emulator in a process of its own: what it sees must not depend on how busy this one is. */
async function distantEmulator(...options: string[]): Promise<{
  emulator: Emulator;
  calls(): Promise<CallRecord[]>;
  close(): void;
}> {
  const near = await startEmulator();
  await near.close();
  const script = join(import.meta.dirname, '../src/emulator/main.ts');
  const child = spawn(process.execPath, [script, '--port', `${near.port}`, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    emulator: near,
    // Not with fetch, which looks like a browser; those are kept away from this address.
    calls: async () => {
      const [answer] = await once(get(`${near.url}/_emulator/calls`), 'response');
      return (await json(answer)) as CallRecord[];
    },
    close: () => void child.kill(),
  };
}

/** 1,000 distinct questions at once, three times, the gateway restarted before the last. */
async function quota(): Promise<void> {
  const { emulator, ...distant } = await distantEmulator();
  let gateway = await open(emulator);
  let asked = 0;
  for (let round = 0; round < 3; round += 1) {
    if (round === 2) {
      await gateway.close();
      gateway = await open(emulator);
    }
    await Promise.all(
      Array.from({ length: 1000 }, () => ask(gateway, { filter: { userName: { eq: `nobody ${++asked}` } } })),
    );
  }
  const calls = await distant.calls();
  const times = calls.map(({ time }) => time);
  const throttled = calls.filter(({ outcome }) => outcome.startsWith('Throttling')).length;
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  print(
    'calls in any sliding second (limit 2), 3 x 1,000 questions and a restart',
    `${mostInASecond(times)}`,
  );
  print('calls that the other side throttled', `${throttled} of ${calls.length}`);
  print(
    'use of the quota, the restart included',
    `${(((times.length - 1) / seconds / 2) * 100).toFixed(1)} %`,
  );
  await gateway.close();
  distant.close();
}

async function identical(): Promise<void> {
  const emulator = await startEmulator({ callsPerSecond: 2 });
  const gateway = await open(emulator);
  const answers = await Promise.all(Array.from({ length: 1000 }, () => ask(gateway, {})));
  const whole = answers.filter(({ errors }) => errors === undefined).length;
  print('1,000 identical questions at once', `${emulator.calls().length} call, ${whole} answers`);
  await gateway.close();
  await emulator.close();
}

async function walk(gateway: Gateway, first: number): Promise<void> {
  for (let after: string | null = null; ; ) {
    const { data } = await ask(gateway, { first, after });
    if (data?.events?.pageInfo.hasNextPage !== true) return;
    after = data.events.pageInfo.endCursor;
  }
}

async function tenViewers(): Promise<void> {
  const emulator = await startEmulator({ callsPerSecond: Number.POSITIVE_INFINITY });
  const fast: Partial<Config> = {
    quota: { callsPerSecond: 1000, scope: 'account', reserve: 0, replicas: 1 },
  };
  const one = await open(emulator, { ...fast, memory: { maxBytes: 0, movingEdgeMs: 0 } });
  await walk(one, 50);
  const alone = emulator.calls().length;
  emulator.clearCalls();
  const ten = await open(emulator, fast);
  await Promise.all([20, 50, 200, 20, 50, 200, 20, 50, 200, 20].map((first) => walk(ten, first)));
  print(
    'ten viewers, the same 7 days, pages of 20, 50 and 200, against one viewer',
    `${emulator.calls().length} calls against ${alone}: ${(emulator.calls().length / alone).toFixed(2)} times`,
  );
  await one.close();
  await ten.close();
  await emulator.close();
}

/** 5 x 20,000 requests after as many to warm up: remembered pages, and new ones that push others out. */
async function flatMemory(): Promise<void> {
  const { emulator, ...distant } = await distantEmulator('--calls-per-second', 'unlimited');
  const gateway = await open(emulator, {
    quota: { callsPerSecond: 1000, scope: 'account', reserve: 0, replicas: 1 },
    memory: { maxBytes: 4 * 1024 * 1024, movingEdgeMs: 5000 },
  });
  const collect = globalThis.gc ?? (() => undefined);
  let asked = 0;
  const run = async (requests: number): Promise<number> => {
    for (let done = 0; done < requests; done += 50) {
      const batch = Array.from({ length: 50 }, () => {
        asked += 1;
        const end = yesterday - (asked % 5 === 0 ? (asked % 50_000) * 10 : (asked % 40) * 3600);
        return ask(gateway, { first: 10, start: at(end - 7200), end: at(end) });
      });
      await Promise.all(batch);
    }
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  };
  await run(20_000);
  let before = await run(20_000);
  const growth: string[] = [];
  for (let nth = 0; nth < 5; nth += 1) {
    const after = await run(20_000);
    growth.push(`${(((after - before) / before) * 100).toFixed(2)} %`);
    before = after;
  }
  print('heap after each of 5 runs of 20,000 requests, against the one before', growth.join(', '));
  await gateway.close();
  distant.close();
}

await quota();
await identical();
await tenViewers();
await flatMemory();
