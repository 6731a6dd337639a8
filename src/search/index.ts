// search: one question -> one ordered page.
// In: an EventQuestion or a global id, and the Call. Out: pages with cursors and a report of what was read.
// May touch: ActionTrail, but only as the port in `model`; node:crypto, for cursors.
// Never: Alibaba's spelling, GraphQL, HTTP, a clock.
// Lost? If you see `LookupAttribute`, you live in `actiontrail`.
import type { Call } from '../model/call.ts';
import type { DeliveryJobConnection, EventConnection } from '../model/connection.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import type { AuditEvent } from '../model/event.ts';
import type { EventKey } from '../model/global-id.ts';
import type { DeliveryJobsQuestion, EventQuestion } from '../model/question.ts';
import type { Source } from '../model/source.ts';
import { allDeliveryJobs, deliveryJobConnection } from './delivery-jobs.ts';
import { eventByKey } from './event.ts';
import { eventConnection } from './events.ts';
import type { SearchParts } from './parts.ts';

export { createSealer } from './seal.ts';

/** Every method rejects with a `Fault`: BAD_USER_INPUT and INVALID_CURSOR before any call, UPSTREAM_… after. */
export interface Search {
  events(question: EventQuestion, call: Call): Promise<EventConnection>;
  /** Null where no configured source has it (any more). */
  event(key: EventKey, call: Call): Promise<AuditEvent | null>;
  /** Newest number first. */
  allDeliveryJobs(source: Source, call: Call): Promise<readonly DeliveryJob[]>;
  /** Cuts a page; costs no call. */
  deliveryJobs(
    source: Source,
    jobs: readonly DeliveryJob[],
    question: DeliveryJobsQuestion,
  ): DeliveryJobConnection;
}

export function createSearch(parts: SearchParts): Search {
  return {
    events: (question, call) => eventConnection(parts, question, call),
    event: (key, call) => eventByKey(parts, key, call),
    allDeliveryJobs: (source, call) => allDeliveryJobs(parts.actionTrail, source, call),
    deliveryJobs: (source, jobs, question) => deliveryJobConnection(parts.sealer, source, jobs, question),
  };
}
