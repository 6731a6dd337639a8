import { ownRate } from '../actiontrail/index.ts';
import type { Config } from '../config.ts';
import { type Context, type ShownViewer, scopesKeptWith } from '../graphql/index.ts';
import { createLoaders } from '../loaders/index.ts';
import type { AccountConfig } from '../model/account.ts';
import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { globalId } from '../model/global-id.ts';
import { type Grant, type Scope, visibleSources } from '../model/grant.ts';
import type { Observer } from '../model/observer.ts';
import { perObject } from '../model/per-object.ts';
import type { Source } from '../model/source.ts';
import type { SourceMonitor } from '../model/source-monitor.ts';
import { createSealer, createSearch } from '../search/index.ts';
import { newKey } from '../system.ts';

/** What resolvers get for a call: one search for all, loaders for each. */
export function contextsOf(
  config: Config,
  parts: {
    readonly accounts: readonly AccountConfig[];
    readonly sources: readonly Source[];
    readonly actionTrail: ActionTrail;
    readonly monitor: SourceMonitor;
    readonly clock: Clock;
    readonly observer: Observer;
  },
): (call: Call) => Context {
  const { accounts, sources, actionTrail, monitor, clock, observer } = parts;
  const { requestTimeoutMs } = config.server;
  const search = createSearch({
    actionTrail,
    sources,
    sealer: createSealer(cursorKeys(config, observer)),
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
  // A grant is one object for all who have it.
  const visibleTo = perObject((grant: Grant) => visibleSources(grant, sources));
  return (call) => ({
    call,
    loaders: createLoaders(search, actionTrail, call),
    sources: visibleTo(call.grant),
    monitor,
    settings,
    viewer: new CallViewer(call),
    [scopesKeptWith]: call.grant,
  });
}

/** Told when it is asked for, which is seldom. A class, since it has getters (see the decisions). */
class CallViewer implements ShownViewer {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  get id(): string {
    return globalId('AuditViewer', this.#call.viewer);
  }

  get scopes(): readonly Scope[] {
    return this.#call.grant.scopes;
  }
}

function cursorKeys({ cursors }: Config, observer: Observer): readonly Uint8Array[] {
  if (cursors.keys.length > 0) return cursors.keys;
  observer.log(
    'warn',
    'No cursor key is configured: cursors will not survive a restart, nor work on another replica.',
  );
  return [newKey()];
}
