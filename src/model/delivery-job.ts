import type { Lasting } from './lasting.ts';
import type { Source } from './source.ts';

export type DeliveryJobStatus = 'INITIALIZING' | 'DELIVERING' | 'COMPLETED' | 'FAILED' | 'UNKNOWN';

/** A historical-event delivery (backfill) job as ActionTrail reports it. Times are RFC 3339 in UTC. */
export interface DeliveryJob extends Lasting {
  /** Global id. */
  readonly id: string;
  /** 64-bit upstream, therefore a string of digits. */
  readonly jobId: string;
  readonly status: DeliveryJobStatus;
  readonly statusCode: number | null;
  readonly trailName: string | null;
  readonly homeRegion: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** Null when the job came from a list, which does not carry them. */
  readonly regions: readonly DeliveryJobRegion[] | null;
  readonly source: Source;
}

export interface DeliveryJobRegion {
  readonly region: string;
  readonly status: DeliveryJobStatus;
  readonly statusCode: number | null;
}

export function isTerminal(status: DeliveryJobStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}
