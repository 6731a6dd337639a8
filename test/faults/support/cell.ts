import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'vitest';
import { CANARY, type Emulator, type Fault, startEmulator } from '../../../src/emulator/index.ts';
import { createGateway } from '../../../src/gateway.ts';
import type { Clock } from '../../../src/model/clock.ts';
import { systemClock } from '../../../src/system.ts';
import { askAt } from '../../support/ask.ts';
import { type Answer, configFor } from '../../support/gateway.ts';
import { keptLog, type LogLine } from '../../support/log.ts';

export const deadlineMs = 1500;
/** What the contract allows on top. */
const graceMs = 250;

/** A busy machine is late by itself: by how much at most is no fault of an answer. Nanoseconds. */
const machineLate = monitorEventLoopDelay({ resolution: 10 });
machineLate.enable();

export interface Answered extends Answer {
  readonly text: string;
  readonly ms: number;
}

/** A gateway of its own, with memory, on an emulator of its own. */
export interface World {
  readonly emulator: Emulator;
  readonly log: LogLine[];
  /** `first` events of the window, newest first, optionally of a window that is some seconds shorter. */
  ask(first: number, shorter?: number): Promise<Answered>;
  /** Every event of the window, page by page. */
  walk(): Promise<string[]>;
  /** The emulator's own list, newest first. */
  own(): string[];
  /** Lets the time pass after which a source is asked again that failed too often. */
  skip(ms: number): void;
  /** Nothing that is in here may have left the house. */
  expectNoLeak(answers: readonly Answered[]): void;
  close(): Promise<void>;
}

const day = 86_400;

export async function openWorld({ kind }: Fault): Promise<World> {
  const emulator = await startEmulator({
    callsPerSecond: Number.POSITIVE_INFINITY,
    events: 20_000,
    days: 30,
  });
  const [account] = emulator.accounts;
  const region = emulator.regions[0] ?? '';
  const end = Math.floor(Date.now() / 1000) - 3600;
  const window = { start: end - 5 * day, end };
  const { log, observer } = keptLog();
  let skippedMs = 0;
  const clock: Clock = { ...systemClock, elapsed: () => systemClock.elapsed() + skippedMs };
  const config = configFor(emulator);
  const gateway = await createGateway(
    {
      ...config,
      memory: { maxBytes: 1e7, movingEdgeMs: 1000 },
      // Events come late only as long as they are not settled: in this world that is a long time.
      search: {
        ...config.search,
        settleDelaySeconds: kind === 'late-events' ? 60 * day : 900,
      },
    },
    {
      clock,
      observer,
      examples: [],
    },
  );
  const query = `query($first: Int!, $after: String, $start: DateTime!, $end: DateTime!) {
    events(first: $first, after: $after, window: { start: $start, end: $end },
      sources: [{ account: "${account?.name}", regions: ["${region}"] }]) {
      nodes { eventId requestParameters responseElements } pageInfo { hasNextPage endCursor }
      scan { state stoppedBy missing { window { start end } } }
    }
  }`;
  const time = (second: number) => new Date(second * 1000).toISOString();
  const post = async (first: number, start: number, after: string | null): Promise<Answered> => {
    const began = performance.now();
    const variables = { first, after, start: time(start), end: time(window.end) };
    const headers = { 'x-request-timeout-ms': `${deadlineMs}` };
    const response = await askAt(gateway, { query, variables }, headers);
    const text = await response.text();
    return { ...(JSON.parse(text) as Answer), text, ms: performance.now() - began - machineLate.max / 1e6 };
  };
  return {
    emulator,
    log,
    ask: (first, shorter = 0) => post(first, window.start + shorter, null),
    own: () =>
      emulator
        .events({ accountId: account?.id ?? '', region, ...window })
        .map(({ id }) => id)
        .reverse(),
    walk: async () => {
      // A source that fails once more, on a socket that is still broken, leaves a gap: then all is asked again.
      for (let attempt = 0; ; attempt += 1) {
        const ids: string[] = [];
        let after: string | null = null;
        let missing = 0;
        for (let page = 0; page < 20; page += 1) {
          const { data, errors } = await post(200, window.start, after);
          if (errors !== undefined) throw new Error(JSON.stringify(errors));
          ids.push(...idsOf({ data }));
          missing = data.events.scan.missing.length;
          if (!data.events.pageInfo.hasNextPage) break;
          after = data.events.pageInfo.endCursor;
        }
        if (missing === 0 || attempt === 5) return ids;
      }
    },
    skip: (ms) => {
      skippedMs += ms;
    },
    expectNoLeak: (answers) => {
      const secrets = [CANARY, account?.accessKeySecret ?? CANARY, emulator.url, `:${emulator.port}`];
      const texts = [
        '10.0.0.7',
        'redirected.invalid',
        'denied due to',
        'troubleshoot',
        'node_modules',
        '    at ',
      ];
      // Which address gave no answer is said in the log, in a field of its own, and nowhere else.
      const lines = log.map(({ fields: { upstreamAddress, ...fields }, ...line }) => ({ ...line, fields }));
      const told = [...answers.map(({ text }) => text), JSON.stringify(lines)].join('\n');
      for (const text of [...secrets, ...texts]) expect(told).not.toContain(text);
    },
    close: async () => {
      await gateway.close();
      await emulator.close();
    },
  };
}

export function idsOf({ data }: Answer): string[] {
  return data.events.nodes.map(({ eventId }: { eventId: string }) => eventId);
}

/** Typed, in time, and if there are events: true ones, from the beginning, without a hole. */
export function expectTrue(answer: Answered, own: readonly string[], isTwist: boolean, asked: number): void {
  expect(answer.ms).toBeLessThanOrEqual(deadlineMs + graceMs);
  if (answer.errors !== undefined) {
    expect(answer.data?.events ?? null).toBeNull();
    for (const { extensions } of answer.errors) {
      expect(extensions).toMatchObject({ code: expect.any(String), isRetryable: expect.any(Boolean) });
      expect(extensions.code).not.toBe('INTERNAL');
    }
    return;
  }
  const ids = idsOf(answer);
  const { scan, pageInfo } = answer.data.events;
  expect(new Set(ids).size).toBe(ids.length);
  if (isTwist) {
    expect(own).toEqual(expect.arrayContaining(ids));
    return;
  }
  expect(ids).toEqual(own.slice(0, ids.length));
  // What is short says so: half an answer must not look like the end.
  if (ids.length < Math.min(asked, own.length)) {
    const isStopped = scan.state === 'STOPPED' && pageInfo.hasNextPage;
    expect(isStopped || scan.missing.length > 0).toBe(true);
  }
}
