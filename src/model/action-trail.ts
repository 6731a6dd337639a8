import type { Call } from './call.ts';
import type { DeliveryJob } from './delivery-job.ts';
import type { AuditEvent } from './event.ts';
import { Fault } from './fault.ts';
import { maySee, mayUse } from './grant.ts';
import { earliestGranted } from './retention.ts';
import type { Source } from './source.ts';

/** Half-open: start <= t < end, whole epoch seconds. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

export type EventOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** The fields on which ActionTrail itself can match, exactly and case-sensitively. */
export type LookUpField =
  | 'eventId'
  | 'eventName'
  | 'serviceName'
  | 'eventType'
  | 'access'
  | 'isSensitive'
  | 'userName'
  | 'roleName'
  | 'accessKeyId'
  | 'sourceIpAddress'
  | 'resourceType'
  | 'resourceName';

/** One exact match. `access` takes READ or WRITE, `isSensitive` takes true, the rest take raw values. */
export interface Condition {
  readonly field: LookUpField;
  readonly value: string;
}

/** Where a page goes on. Opaque above `actiontrail`; small enough to travel in a cursor. */
export interface Continuation {
  /** The window for which the token was issued: a token is only good with the very same parameters. */
  readonly window: TimeWindow;
  /** ActionTrail's NextToken; null starts the window from its edge. */
  readonly token: string | null;
  /** The position of the last event before it: an event without a time takes it over. */
  readonly second: number;
}

declare const isGranted: unique symbol;

/** One page of one source, which the viewer may read: only `eventLookUp` makes it. It alone makes the answer. */
export interface EventLookUp extends LookUpParts {
  readonly [isGranted]: true;
}

export interface LookUpParts {
  readonly source: Source;
  readonly window: TimeWindow;
  readonly order: EventOrder;
  /** None, one, or two that may be combined. */
  readonly conditions: readonly Condition[];
  /** Null reads from the window's edge. */
  readonly from: Continuation | null;
}

/**
 * A look-up in the name of a call, clipped to how far back its grant reaches (the window may become empty). Throws for
 * a source that is not granted: whoever chose it should not have known it.
 */
export function eventLookUp(
  { grant, nowMs }: Pick<Call, 'grant' | 'nowMs'>,
  parts: LookUpParts,
): EventLookUp {
  if (!mayUse(grant, 'audit:read') || !maySee(grant, parts.source)) {
    throw new Fault(
      'INTERNAL',
      `A look-up of ${parts.source.account}/${parts.source.region} is not granted.`,
    );
  }
  const earliest = earliestGranted(grant, nowMs);
  const { start, end } = parts.window;
  const window = start >= earliest ? parts.window : { start: Math.min(earliest, end), end };
  return { ...parts, window } as EventLookUp;
}

export interface EventPage {
  /** In ActionTrail's own order, cut to the window. May be empty although `next` is there. */
  readonly events: readonly AuditEvent[];
  /** Null: the window is exhausted. */
  readonly next: Continuation | null;
}

export interface DeliveryJobList {
  readonly jobs: readonly DeliveryJob[];
  /** All jobs of the account, as ActionTrail counts them. */
  readonly totalCount: number;
}

/**
 * The upstream as everybody above it sees it. A layer has the shape `(next: ActionTrail) => ActionTrail`.
 * Every method rejects with a `Fault`, honours the call's deadline and signal, and counts on its tally.
 */
export interface ActionTrail {
  lookUpEvents(lookUp: EventLookUp, call: Call): Promise<EventPage>;
  /** Null when ActionTrail knows no such job. `jobId`: digits. */
  getDeliveryJob(source: Source, jobId: string, call: Call): Promise<DeliveryJob | null>;
  /** `pageNumber` counts from 1; pages of 100. */
  listDeliveryJobs(source: Source, pageNumber: number, call: Call): Promise<DeliveryJobList>;
}

/** The documented maximum of ListDeliveryHistoryJobs. */
export const deliveryJobsPerPage = 100;
