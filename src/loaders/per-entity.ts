import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { EventConnection } from '../model/connection.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import type { AuditEvent } from '../model/event.ts';
import { Fault } from '../model/fault.ts';
import { eventKeyOf } from '../model/global-id.ts';
import type { EventQuestion, EventScope } from '../model/question.ts';
import type { Source } from '../model/source.ts';
import type { Search } from '../search/index.ts';
import { createAdmission } from './admission.ts';
import { eachOnce } from './each-once.ts';

/**
 * For questions that are asked once per entity, of which one operation may hold many: each distinct one is asked once,
 * and what they may start upstream is capped. Beyond the cap: LIMIT_EXCEEDED.
 */
export interface EntityLoaders {
  /** UPSTREAM_BUSY or DEADLINE_EXCEEDED where there was no time to begin with it. */
  events(question: EventQuestion): Promise<EventConnection>;
  /** Within the whole retention; null where nothing passes the filter. */
  newestEvent(scope: Omit<EventScope, 'window'>): Promise<AuditEvent | null>;
  event(id: string): Promise<AuditEvent | null>;
  deliveryJob(source: Source, jobId: string): Promise<DeliveryJob | null>;
}

export function createEntityLoaders(search: Search, actionTrail: ActionTrail, call: Call): EntityLoaders {
  const admit = createAdmission(call);
  const lookUpsOf = (scope: EventScope) =>
    search.explainEvents(scope, call).sources.reduce((sum, { branches }) => sum + branches.length, 0);
  const events = eachOnce(
    (question: EventQuestion) =>
      admit(lookUpsOf(question), async (own) => answered(await search.events(question, own))),
    JSON.stringify,
  );
  const newest = eachOnce(
    (scope: Omit<EventScope, 'window'>) =>
      admit(lookUpsOf({ ...scope, window: {} }), (own) => search.newestEvent(scope, own)),
    JSON.stringify,
  );
  const event = eachOnce(
    async (id: string) => {
      const key = eventKeyOf(id);
      return admit(1, (own) => search.event(key, own));
    },
    (id) => id,
  );
  const job = eachOnce(
    ({ source, jobId }: { source: Source; jobId: string }) =>
      admit(1, (own) => actionTrail.getDeliveryJob(source, jobId, own)),
    ({ source, jobId }) => `${source.id} ${jobId}`,
  );
  return {
    events: (question) => events.load(question),
    newestEvent: (scope) => newest.load(scope),
    event: (id) => event.load(id),
    deliveryJob: (source, jobId) => job.load({ source, jobId }),
  };
}

/** An empty page that got nowhere is no answer: a neighbour who asks for `nodes` alone would take it for "no events". */
function answered(page: EventConnection): EventConnection {
  const { state, stoppedBy, progressed, retryAfterMs } = page.scan;
  const isOutOfTime = state === 'STOPPED' && stoppedBy !== 'CALL_BUDGET';
  if (!isOutOfTime || progressed || page.edges.length > 0) return page;
  throw new Fault(
    stoppedBy === 'DEADLINE' ? 'DEADLINE_EXCEEDED' : 'UPSTREAM_BUSY',
    'There was no time left to read the events of this one. Ask for fewer at a time, or name `sources`.',
    retryAfterMs === null ? {} : { retryAfterMs },
  );
}
