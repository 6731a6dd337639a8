import type { Source } from './source.ts';

/** CIRCUIT_OPEN: not asked for a while. THROTTLED: asked less often. DEGRADED: some of the last calls failed. */
export type SourceHealth = 'HEALTHY' | 'THROTTLED' | 'DEGRADED' | 'CIRCUIT_OPEN';

/** How a source is doing at this moment, as this process sees it. */
export interface SourceStatus {
  readonly health: SourceHealth;
  /** LookupEvents calls that this process makes at the most, as things are. */
  readonly callsPerSecond: number;
  /** Calls that wait for their turn. Sources that share a quota share the line. */
  readonly waiting: number;
  /** Milliseconds until a call that came now would have its turn. */
  readonly estimatedWaitMs: number;
}

/** A port: costs no call, never rejects. */
export interface SourceMonitor {
  statusOf(source: Source): SourceStatus;
}
