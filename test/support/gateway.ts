import { afterAll } from 'vitest';
import type { Config } from '../../src/config.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
import { createGateway, emulatedAccounts, type Gateway } from '../../src/gateway.ts';
import { openGrant } from '../../src/model/grant.ts';
import type { TypedDocumentString } from '../../src/operations/index.ts';
import type { AccessRecord } from '../../src/server/index.ts';
import { systemClock } from '../../src/system.ts';
import { askAt } from './ask.ts';
import { execution } from './execution.ts';
import { defaultLimits } from './limits.ts';
import { keptLog, type LogLine } from './log.ts';

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests, field by field.
  readonly data?: any;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly emulator: Emulator;
  readonly log: readonly LogLine[];
  readonly accessLog: readonly AccessRecord[];
  /** The same with a typed document; an answer with errors is thrown. */
  askTyped<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result>;
  /** One operation through `Request -> Response`, without a port. */
  ask(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

/** Fast and quiet: no limit on either side, few events, everything visible at once. */
export const quick: EmulatorOptions = {
  callsPerSecond: Number.POSITIVE_INFINITY,
  rates: { GetDeliveryHistoryJob: 1e6, ListDeliveryHistoryJobs: 1e6 },
  events: 20_000,
  days: 30,
};

/** The real gateway over the real client and a loopback socket against the emulator; closed after the file's tests. */
export async function startGateway(
  options: EmulatorOptions = {},
  overrides: (config: Config, emulator: Emulator) => Config = (config) => config,
): Promise<TestGateway> {
  const emulator = await startEmulator({ ...quick, ...options });
  const { log, observer } = keptLog();
  const accessLog: AccessRecord[] = [];
  const config = overrides(configFor(emulator), emulator);
  const gateway = await createGateway(config, {
    clock: systemClock,
    observer,
    accessLog: { write: (record) => void accessLog.push(JSON.parse(record)) },
    examples: [],
  });
  afterAll(async () => {
    await gateway.close();
    await emulator.close();
  });
  const ask: TestGateway['ask'] = async (query, variables = {}, headers = {}) => {
    const answer = await askAt(gateway, { query, variables }, { accept: 'application/json', ...headers });
    return (await answer.json()) as Answer;
  };
  return {
    gateway,
    emulator,
    log,
    accessLog,
    ask,
    askTyped: async (document, variables) => {
      const { data, errors } = await ask(document.toString(), variables as Record<string, unknown>);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
}

export function configFor(emulator: Emulator): Config {
  return {
    file: null,
    isProduction: false,
    server: {
      host: '127.0.0.1',
      port: 0,
      requestTimeoutMs: 10_000,
      drainDelayMs: 0,
      drainTimeoutMs: 2000,
      isGraphiqlOn: false,
      hosts: null,
      origins: [],
      maxConnections: 1000,
      maxRequestsPerConnection: 100_000,
    },
    accounts: emulatedAccounts(emulator),
    auth: { anonymous: openGrant, issuers: [], apiKeys: [], pepper: null },
    quota: { callsPerSecond: 10_000, scope: 'account', reserve: 0, replicas: 1 },
    // What one test has asked must not spare another one its calls.
    memory: { maxBytes: 0, movingEdgeMs: 0 },
    cursors: { keys: [Buffer.alloc(32, 1)] },
    search: { settleDelaySeconds: 900, maxUpstreamCalls: 40, maxWaitMs: 30_000 },
    documents: { only: null },
    federation: { enabled: false, auditableResource: false },
    limits: defaultLimits,
    execution,
    log: { level: 'info' },
    accessLog: { to: null },
    metrics: null,
    tracing: null,
  };
}
