import type { TimeWindow } from './action-trail.ts';
import type { DeliveryJob } from './delivery-job.ts';
import type { AuditEvent } from './event.ts';

/** Cursors are functions: sealing costs more than the rest of an edge, so it is done only when asked for. */
export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: () => string;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: () => string | null;
  readonly endCursor: () => string | null;
}

export interface EventConnection {
  readonly edges: readonly Edge<AuditEvent>[];
  readonly pageInfo: PageInfo;
  readonly scan: ScanReport;
  readonly window: TimeWindow;
}

export interface DeliveryJobConnection {
  readonly edges: readonly Edge<DeliveryJob>[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/** EXHAUSTED: the window's end was reached. PAGE_FULL: there may be more. STOPPED: go on from the cursor. */
export type ScanState = 'EXHAUSTED' | 'PAGE_FULL' | 'STOPPED';
export type ScanWarningCode = 'WINDOW_CLIPPED_TO_RETENTION';

export interface ScanWarning {
  readonly code: ScanWarningCode;
  readonly message: string;
}

/** What was read to make a page. */
export interface ScanReport {
  readonly state: ScanState;
  /** Events looked at, those passed over on the way to the cursor included. */
  readonly examined: number;
  readonly upstreamCalls: number;
  /** Epoch seconds: no new event is expected before this instant. */
  readonly settledBefore: number;
  readonly upstreamRequestIds: readonly string[];
  readonly warnings: readonly ScanWarning[];
}
