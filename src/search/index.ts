// search: one question -> one ordered page.
// In: a question or a global id, and the Call. Out: pages with cursors and a report of what was read.
// May touch: ActionTrail, but only as the port in `model`; node:crypto for cursors, node:net for addresses.
// Never: Alibaba's spelling, GraphQL, HTTP, a clock.
// Lost? If you see `LookupAttribute`, you live in `actiontrail`.
import type { Call } from '../model/call.ts';
import type {
  BoundedCount,
  DeliveryJobConnection,
  EventConnection,
  EventQueryPlan,
} from '../model/connection.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import type { AuditEvent } from '../model/event.ts';
import type { EventKey } from '../model/global-id.ts';
import type { Observer } from '../model/observer.ts';
import type {
  EventCountQuestion,
  EventIdQuestion,
  EventQuestion,
  EventScope,
  PageArguments,
} from '../model/question.ts';
import type { Source } from '../model/source.ts';
import { allDeliveryJobs, deliveryJobConnection } from './delivery-jobs.ts';
import { createDisagreements } from './disagreement.ts';
import { eventByEventId, eventByKey, newestEvent } from './event.ts';
import { countEvents, eventConnection } from './events.ts';
import { explainEvents } from './explain.ts';
import { createKnownPages } from './known-pages.ts';
import { learnedByGrant } from './learned.ts';
import type { SearchParts } from './parts.ts';

export { createSealer } from './seal.ts';

/** Every method rejects with a `Fault`: BAD_USER_INPUT and INVALID_CURSOR before any call, UPSTREAM_… after. */
export interface Search {
  events(question: EventQuestion, call: Call): Promise<EventConnection>;
  eventCount(question: EventCountQuestion, call: Call): Promise<BoundedCount>;
  /** Makes no call. */
  explainEvents(scope: EventScope, call: Call): EventQueryPlan;
  /** Null where no configured source has it (any more). */
  event(key: EventKey, call: Call): Promise<AuditEvent | null>;
  /** Null where every source was read to its end and none has it. */
  eventByEventId(question: EventIdQuestion, call: Call): Promise<AuditEvent | null>;
  /** Null where nothing passes the filter within the whole retention. */
  newestEvent(scope: Omit<EventScope, 'window'>, call: Call): Promise<AuditEvent | null>;
  /** Newest number first. */
  allDeliveryJobs(source: Source, call: Call): Promise<readonly DeliveryJob[]>;
  /** Cuts a page; costs no call. */
  deliveryJobs(source: Source, jobs: readonly DeliveryJob[], question: PageArguments): DeliveryJobConnection;
}

/** What `gateway` hands in; what is learned from events is made here and lives as long as the search. */
export type SearchOptions = Omit<SearchParts, 'learned' | 'knownPages' | 'compare'> & {
  /** So many bytes of whole pages are kept; 0 keeps none. */
  readonly keptPageBytes: number;
  readonly observer: Observer;
};

export function createSearch({ observer, ...options }: SearchOptions): Search {
  const parts = {
    ...options,
    learned: learnedByGrant(),
    knownPages: createKnownPages(options.keptPageBytes, options.elapsed),
    compare: createDisagreements(observer),
  };
  return {
    events: (question, call) => eventConnection(parts, question, call),
    eventCount: (question, call) => countEvents(parts, question, call),
    explainEvents: (scope, call) => explainEvents(parts, scope, call),
    event: (key, call) => eventByKey(parts, key, call),
    eventByEventId: (question, call) => eventByEventId(parts, question, call),
    newestEvent: (scope, call) => newestEvent(parts, scope, call),
    allDeliveryJobs: (source, call) => allDeliveryJobs(parts.actionTrail, source, call),
    deliveryJobs: (source, jobs, question) => deliveryJobConnection(parts.sealer, source, jobs, question),
  };
}
