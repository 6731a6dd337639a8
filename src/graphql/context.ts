import { contextCacheSymbol } from '@pothos/core';
import type { Loaders } from '../loaders/index.ts';
import type { Call } from '../model/call.ts';
import type { Grant, Scope } from '../model/grant.ts';
import type { RequestLimits } from '../model/limits.ts';
import type { Source } from '../model/source.ts';
import type { SourceMonitor } from '../model/source-monitor.ts';

/** What a resolver may reach. Born with the request. */
export interface Context {
  readonly call: Call;
  readonly loaders: Loaders;
  /** Every source that the viewer may see, in the order of the configuration. */
  readonly sources: readonly Source[];
  readonly monitor: SourceMonitor;
  readonly settings: Settings;
  readonly viewer: ShownViewer;
  readonly [scopesKeptWith]: Grant;
}

/**
 * With what Pothos keeps what it finds out about scopes: with the grant, on which alone they hang (no `authScopes` is a
 * function, which a test sees to). By default that is the context, held in a WeakMap, where each would stay with all that
 * it leads to until the next full collection. Of each grant, the context that it was first asked with stays.
 */
export const scopesKeptWith: typeof contextCacheSymbol = contextCacheSymbol;

/** The part of the configuration that `auditLimits` tells. */
export interface Settings extends RequestLimits {
  readonly requestTimeoutMs: number;
  readonly settleDelaySeconds: number;
  readonly maxUpstreamCalls: number;
  readonly maxWaitMs: number;
}

/** What `auditViewer` tells of who asks. */
export interface ShownViewer {
  /** Global id. */
  readonly id: string;
  readonly scopes: readonly Scope[];
}
