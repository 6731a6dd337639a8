import type { TimeWindow } from './action-trail.ts';
import type { DeliveryJob } from './delivery-job.ts';
import type { AuditEvent } from './event.ts';
import type { FaultCode } from './fault.ts';
import type { Lasting } from './lasting.ts';
import type { Source } from './source.ts';

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

export interface EventConnection extends Lasting {
  /** Frozen where the page is kept: then the list and its cursors are the same whenever it is asked for. */
  readonly edges: readonly Edge<AuditEvent>[];
  readonly pageInfo: PageInfo;
  /** As told to one call: of a page that lasts, this alone does not. */
  readonly scan: ScanReport;
  readonly window: TimeWindow;
}

export interface DeliveryJobConnection {
  readonly edges: readonly Edge<DeliveryJob>[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/** EXACT: the whole window was counted. AT_LEAST: counting stopped, or something could not be read. */
export interface BoundedCount {
  readonly count: number;
  readonly relation: 'EXACT' | 'AT_LEAST';
  readonly scan: ScanReport;
}

/** EXHAUSTED: the window's end was reached. PAGE_FULL: there may be more. STOPPED: go on from the cursor. */
export type ScanState = 'EXHAUSTED' | 'PAGE_FULL' | 'STOPPED';
export type ScanStop = 'CALL_BUDGET' | 'TIME_BUDGET' | 'DEADLINE' | 'THROTTLED';
export type ScanWarningCode =
  | 'WINDOW_CLIPPED_TO_RETENTION'
  | 'UNSETTLED_TAIL'
  | 'RESIDUAL_FILTER'
  | 'VALUE_SUSPECT'
  | 'GLOBAL_REGION_NOT_CONFIGURED';

export interface ScanWarning {
  readonly code: ScanWarningCode;
  readonly message: string;
}

/** What was read to make a page. */
export interface ScanReport {
  readonly state: ScanState;
  readonly stoppedBy: ScanStop | null;
  /** False: asking again at once brings nothing. */
  readonly progressed: boolean;
  readonly retryAfterMs: number | null;
  /** Epoch seconds: how far the page was read, in its direction. Null: nothing was. */
  readonly scannedTo: number | null;
  /** Events looked at. */
  readonly examined: number;
  readonly upstreamCalls: number;
  /** Pages answered without a call: by memory, or by a call that somebody else had under way. */
  readonly callsAvoided: number;
  readonly waitedMs: number;
  /** Epoch seconds: no new event is expected before this instant. */
  readonly settledBefore: number;
  /** What could not be read since the first page. */
  readonly missing: readonly SourceGap[];
  readonly upstreamRequestIds: readonly string[];
  /** They cost more than the rest of a report, and few ask for them. */
  readonly warnings: () => readonly ScanWarning[];
}

/** A window of one source that was passed over. */
export interface SourceGap {
  readonly source: Source;
  readonly window: TimeWindow;
  readonly error: SourceError;
}

export interface SourceError {
  readonly code: FaultCode;
  readonly message: string;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | null;
  readonly upstreamRequestId: string | null;
}

/** What `events` would do with a question. */
export interface EventQueryPlan {
  readonly sources: readonly SourcePlan[];
  /** Null where nothing is known of the window yet. */
  readonly estimatedCalls: number | null;
  readonly estimatedWaitMs: number | null;
  readonly basis: string;
  readonly warnings: readonly ScanWarning[];
}

export interface SourcePlan {
  readonly source: Source;
  readonly branches: readonly { readonly pushedDown: readonly PushedAttribute[] }[];
  /** Filter fields evaluated here. */
  readonly residual: readonly string[];
}

export interface PushedAttribute {
  readonly key: string;
  readonly value: string;
}
