import { existsSync, readFileSync } from 'node:fs';
import {
  authorised,
  breaker,
  coalesced,
  createMonitor,
  metered,
  noted,
  openWire,
  ownRate,
  quota,
  remembered,
  retried,
  split,
  type Wire,
} from './actiontrail/index.ts';
import { type Config, ConfigError, doubtfulRegions, loadConfig, usage, wantsHelp } from './config.ts';
import { type Emulator, startEmulator } from './emulator/index.ts';
import { type Context, createCosts, federated, schema } from './graphql/index.ts';
import { createLoaders } from './loaders/index.ts';
import { openMetrics } from './main/metrics.ts';
import { summaryOf } from './main/summary.ts';
import { tracingOf } from './main/tracing.ts';
import { welcome } from './main/welcome.ts';
import type { AccountConfig } from './model/account.ts';
import type { ActionTrail } from './model/action-trail.ts';
import type { Call } from './model/call.ts';
import type { Clock } from './model/clock.ts';
import { globalId } from './model/global-id.ts';
import { visibleSources } from './model/grant.ts';
import type { Observer } from './model/observer.ts';
import type { Source } from './model/source.ts';
import type { SourceMonitor } from './model/source-monitor.ts';
import { systemCodeOf } from './model/system-code.ts';
import { examples as operations } from './operations/index.ts';
import { granted } from './rights/index.ts';
import { createSealer, createSearch } from './search/index.ts';
import {
  type AccessLog,
  createAuthenticate,
  createServer,
  type Example,
  type Server,
} from './server/index.ts';
import { jsonLog, newId, newKey, oneLine, openLines, random, systemClock } from './system.ts';

/** What a gateway gets from the machine it runs on. */
export interface Surroundings {
  readonly clock: Clock;
  readonly observer: Observer;
  /** Left out: no account is kept of who asked what. */
  readonly accessLog?: AccessLog | null;
  /** Shown as tabs of GraphiQL. */
  readonly examples: readonly Example[];
}

export interface Gateway extends Server {
  readonly sources: readonly Source[];
}

/** Creates the parts of a gateway and joins them. It answers through `handle` at once, on a port after `listen`. */
export async function createGateway(
  config: Config,
  { clock, accessLog = null, examples, ...surroundings }: Surroundings,
): Promise<Gateway> {
  const metrics = openMetrics(config.metrics, surroundings.observer);
  const { observer } = metrics;
  const tracing = await tracingOf(config, observer);
  const { accounts, emulator } = await accountsOf(config);
  for (const { message, ...where } of doubtfulRegions(accounts)) observer.log('warn', message, where);
  const sources = sourcesOf(accounts);
  const wire = openWire({ accounts, clock, observer, newNonce: newId });
  const { actionTrail, monitor } = stackOf(wire, { ...config, accounts, clock, observer, random });
  metrics.watch({ sources, monitor });
  await wire.ready();

  const sealer = createSealer(cursorKeys(config, observer));
  const { requestTimeoutMs } = config.server;
  const search = createSearch({
    actionTrail,
    sources,
    sealer,
    observer,
    elapsed: clock.elapsed,
    ...config.search,
    keptPageBytes: config.execution.keptPageBytes,
    maxPageSize: config.limits.maxPageSize,
    callsPerSecond: Math.min(...accounts.map((account) => ownRate({ ...config.quota, ...account.quota }))),
    requestTimeoutMs,
  });
  const maxWaitMs = Math.min(config.search.maxWaitMs, requestTimeoutMs);
  const settings = { ...config.limits, ...config.search, maxWaitMs, requestTimeoutMs };
  const createContext = (call: Call): Context => ({
    call,
    loaders: createLoaders(search, actionTrail, call),
    sources: visibleSources(call.grant, sources),
    monitor,
    settings,
    viewer: { id: globalId('AuditViewer', call.viewer), scopes: call.grant.scopes },
  });
  const isEmulated = sources.some((source) => source.isEmulated);
  const served = config.federation.enabled ? federated(schema, config.federation) : schema;
  const server = createServer({
    ...config.server,
    schema: served,
    documents: config.documents.only,
    limits: config.limits,
    execution: config.execution,
    costOf: createCosts(served),
    authenticate: createAuthenticate({ auth: config.auth, clock, observer }),
    createContext,
    examples,
    readiness: () => ({ isReady: true, emulated: isEmulated }),
    accessLog,
    tracer: tracing.tracer,
    clock,
    observer,
    newRequestId: newId,
  });
  return {
    ...server,
    sources,
    listen: async () => {
      await metrics.listen();
      return server.listen();
    },
    close: async () => {
      await server.close();
      await Promise.all([metrics.close(), tracing.close()]);
      await wire.close();
      await emulator?.close();
    },
  };
}

/**
 * The path of a call, from the outside in: granted, noted, split, remembered, coalesced, retried, breaker, authorised,
 * quota, metered, wire. Why in this order: src/README.md.
 */
export function stackOf(
  wire: Pick<Wire, 'actionTrail' | 'credentialsOf'>,
  parts: Pick<Config, 'quota' | 'memory' | 'search'> & {
    readonly accounts: readonly Pick<AccountConfig, 'name' | 'quota'>[];
    readonly clock: Clock;
    readonly observer: Observer;
    readonly random: () => number;
  },
): { readonly actionTrail: ActionTrail; readonly monitor: SourceMonitor } {
  const { clock } = parts;
  const { settleDelaySeconds } = parts.search;
  const quotaLayer = quota({ ...parts.quota, ...parts });
  const breakerLayer = breaker(parts);
  const sent = quotaLayer(metered(parts)(wire.actionTrail));
  const guarded = retried(parts)(breakerLayer(authorised({ ...wire, clock })(sent)));
  const kept = remembered({ ...parts.memory, settleDelaySeconds, clock })(coalesced(parts)(guarded));
  return {
    actionTrail: granted(noted(split()(kept))),
    monitor: createMonitor({ quota: quotaLayer, breaker: breakerLayer }),
  };
}

/** Starts the built-in emulator where the configuration names no account of its own. */
async function accountsOf({ accounts }: Config) {
  if (accounts !== 'emulator') return { accounts, emulator: null };
  const emulator = await startEmulator();
  return { accounts: emulatedAccounts(emulator), emulator };
}

/** The emulator's accounts as the configuration of a gateway would name them. */
export function emulatedAccounts(emulator: Emulator): readonly AccountConfig[] {
  return emulator.accounts.map(({ id, name = id, accessKeyId, accessKeySecret }) => ({
    name,
    id,
    regions: emulator.regions,
    endpoint: emulator.url,
    credentials: { type: 'static' as const, accessKeyId, accessKeySecret },
    isEmulated: true,
  }));
}

export function sourcesOf(accounts: readonly AccountConfig[]): readonly Source[] {
  return accounts.flatMap(({ name, id: accountId, regions, isEmulated }) =>
    regions.map((region) =>
      Object.freeze({
        id: globalId('AuditSource', accountId, region),
        account: name,
        accountId,
        region,
        isEmulated,
      }),
    ),
  );
}

function cursorKeys({ cursors }: Config, observer: Observer): readonly Uint8Array[] {
  if (cursors.keys.length > 0) return cursors.keys;
  observer.log(
    'warn',
    'No cursor key is configured: cursors will not survive a restart, nor work on another replica.',
  );
  return [newKey()];
}

/** What `npm start` does: configuration, gateway, port, a word to people, and an orderly end. */
export async function run(argv: readonly string[]): Promise<void> {
  const config = configOrExit(argv);
  const log = jsonLog(config.log.level, openLines('stdout').write, systemClock);
  const observer: Observer = { log, record: () => undefined };
  const accessLog = openAccessLog(config);
  const gateway = await createGateway(config, {
    clock: systemClock,
    observer,
    accessLog,
    examples: shownExamples(),
  });
  stopInOrder(gateway, observer);
  const { url } = await gateway.listen().catch(refuseToStart);
  // Whoever reads the log may leave; the gateway goes on without it.
  process.stdout.on('error', () => {});
  observer.log('info', 'Trailgraph is ready.', {
    url,
    ...summaryOf(config),
    sources: gateway.sources.map(({ account, region }) => `${account}/${region}`),
    emulated: gateway.sources.some(({ isEmulated }) => isEmulated),
  });
  if (!config.isProduction) process.stdout.write(welcome(url, config, gateway.sources));
}

/** A signal, or a failure that nobody caught, drains the gateway and ends the process; the second ends it at once. */
function stopInOrder(gateway: Gateway, observer: Observer): void {
  let isStopping = false;
  const stop = async (exitCode: number) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    await gateway.close();
    observer.log('info', 'Stopped.', { exitCode });
    process.exit(exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      observer.log('info', 'Stopping.', { signal });
      void stop(0);
    });
  }
  process.on('uncaughtException', (error, origin) => {
    observer.log('error', 'Stopping: something failed that nobody caught.', { origin, stack: error?.stack });
    void stop(1);
  });
}

function configOrExit(argv: readonly string[]): Config {
  const surroundings = {
    argv,
    env: process.env,
    readFile: (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  };
  try {
    if (wantsHelp(surroundings.argv)) {
      process.stdout.write(usage);
      process.exit(0);
    }
    return loadConfig(surroundings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return exitWith(error.message);
  }
}

/** The file can be moved away: on SIGHUP a new one is begun. */
function openAccessLog({ accessLog: { to } }: Config): AccessLog | null {
  if (to === null) return null;
  try {
    const lines = openLines(to);
    process.on('SIGHUP', lines.reopen);
    return { write: (record) => lines.write(oneLine(`${JSON.stringify(record)}\n`)) };
  } catch (error) {
    exitWith(
      `Cannot start: accessLog.to: expected "stdout", "off" or a file that can be written, got ${systemCodeOf(error) ?? error}.`,
    );
  }
}

function refuseToStart(error: unknown): never {
  exitWith(`Cannot start: ${error instanceof Error ? error.message : String(error)}`);
}

function exitWith(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function shownExamples(): readonly Example[] {
  return operations.map(({ name, comment, document }) => ({ name, document: comment + document.toString() }));
}

if (import.meta.main) await run(process.argv.slice(2));
