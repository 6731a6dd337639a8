// loaders: the memory of one request.
// In: questions and ids from `graphql`. Out: promises, one per distinct question, however often it is asked.
// May touch: the ActionTrail port, Search. Never: anything that outlives the request.
// Lost? If you outlive the request, you live in `store`.
import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type {
  BoundedCount,
  DeliveryJobConnection,
  EventConnection,
  EventQueryPlan,
} from '../model/connection.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import type { AuditEvent } from '../model/event.ts';
import { eventKeyOf } from '../model/global-id.ts';
import {
  type EventCountQuestion,
  type EventIdQuestion,
  type EventQuestion,
  type EventScope,
  type PageArguments,
  questionKey,
} from '../model/question.ts';
import type { Source } from '../model/source.ts';
import type { Search } from '../search/index.ts';
import { counted, withCountedJobs } from './counted.ts';
import { eachOnce } from './each-once.ts';
import { createEntityLoaders, type EntityLoaders } from './per-entity.ts';

export interface Loaders {
  events(question: EventQuestion): Promise<EventConnection>;
  eventCount(question: EventCountQuestion): Promise<BoundedCount>;
  explainEvents(scope: EventScope): EventQueryPlan;
  eventByEventId(question: EventIdQuestion): Promise<AuditEvent | null>;
  /** By global id. Null where no configured source has it (any more). */
  event(id: string): Promise<AuditEvent | null>;
  /** `jobId`: digits. Null when ActionTrail knows no such job. */
  deliveryJob(source: Source, jobId: string): Promise<DeliveryJob | null>;
  deliveryJobs(source: Source, question: PageArguments): Promise<DeliveryJobConnection>;
  /** Made when first asked for. */
  perEntity(): EntityLoaders;
}

export function createLoaders(everything: Search, upstream: ActionTrail, call: Call): Loaders {
  const search = counted(everything, call.tally);
  const actionTrail = withCountedJobs(upstream, call.tally);
  const events = eachOnce((question: EventQuestion) => search.events(question, call), questionKey);
  const counts = eachOnce(
    (question: EventCountQuestion) => search.eventCount(question, call),
    JSON.stringify,
  );
  const byEventId = eachOnce(
    (question: EventIdQuestion) => search.eventByEventId(question, call),
    JSON.stringify,
  );
  const event = eachOnce((id: string) => search.event(eventKeyOf(id), call), identity);
  const job = eachOnce(
    ({ source, jobId }: { source: Source; jobId: string }) => actionTrail.getDeliveryJob(source, jobId, call),
    ({ source, jobId }) => `${source.id} ${jobId}`,
  );
  const jobs = eachOnce(
    (source: Source) => search.allDeliveryJobs(source, call),
    ({ id }) => id,
  );
  let entities: EntityLoaders | undefined;
  const perEntity = (): EntityLoaders => {
    entities ??= createEntityLoaders(search, actionTrail, call);
    return entities;
  };
  return {
    events: (question) => events.load(question),
    eventCount: (question) => counts.load(question),
    explainEvents: (scope) => search.explainEvents(scope, call),
    eventByEventId: (question) => byEventId.load(question),
    event: (id) => event.load(id),
    deliveryJob: (source, jobId) => job.load({ source, jobId }),
    perEntity,
    deliveryJobs: async (source, question) => search.deliveryJobs(source, await jobs.load(source), question),
  };
}

function identity(text: string): string {
  return text;
}
