import {
  authorised,
  breaker,
  coalesced,
  createMonitor,
  metered,
  noted,
  openWire,
  quota,
  remembered,
  retried,
  split,
  type Wire,
} from './actiontrail/index.ts';
import { type Config, doubtfulRegions } from './config.ts';
import { type Emulator, startEmulator } from './emulator/index.ts';
import { contextsOf } from './gateway/context.ts';
import { openMetrics } from './gateway/metrics.ts';
import { tracingOf } from './gateway/tracing.ts';
import { createCosts, federated, schema } from './graphql/index.ts';
import type { AccountConfig } from './model/account.ts';
import type { ActionTrail } from './model/action-trail.ts';
import type { Clock } from './model/clock.ts';
import { globalId } from './model/global-id.ts';
import type { Observer } from './model/observer.ts';
import type { Source } from './model/source.ts';
import type { SourceMonitor } from './model/source-monitor.ts';
import { granted } from './rights/index.ts';
import {
  type AccessLog,
  createAuthenticate,
  createServer,
  type Example,
  type Server,
} from './server/index.ts';
import { newId, random } from './system.ts';

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

  const isEmulated = sources.some((source) => source.isEmulated);
  const served = config.federation.enabled ? federated(schema, config.federation) : schema;
  const server = createServer({
    ...config.server,
    schema: served,
    documents: config.documents.only,
    limits: config.limits,
    execution: config.execution,
    costOf: createCosts(served),
    authenticate: createAuthenticate({ auth: config.auth, clock }),
    createContext: contextsOf(config, { accounts, sources, actionTrail, monitor, clock, observer }),
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

/** What `sources` in the API names: each region of each account, in the order of the configuration. */
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
