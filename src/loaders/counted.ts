import type { ActionTrail } from '../model/action-trail.ts';
import type { Tally } from '../model/call.ts';
import type { EventConnection } from '../model/connection.ts';
import type { AuditEvent } from '../model/event.ts';
import { perObject } from '../model/per-object.ts';
import type { Source } from '../model/source.ts';
import type { Search } from '../search/index.ts';

/**
 * The same search; what it hands out is counted, for the access log. Once per question, however often it is shown.
 * Method by method, so that none that comes later is forgotten.
 */
export function counted(search: Search, tally: Tally): Search {
  const one = async (found: Promise<AuditEvent | null>) => {
    const event = await found;
    if (event !== null) countEvent(event, tally);
    return event;
  };
  return {
    async events(question, call) {
      const page = await search.events(question, call);
      countEvents(page, tally);
      if (page.scan.missing.length > 0 || page.scan.state === 'STOPPED') tally.notePartial();
      return page;
    },
    async eventCount(question, call) {
      const bounded = await search.eventCount(question, call);
      if (bounded.relation !== 'EXACT') tally.notePartial();
      return bounded;
    },
    event: (key, call) => one(search.event(key, call)),
    eventByEventId: (question, call) => one(search.eventByEventId(question, call)),
    newestEvent: (scope, call) => one(search.newestEvent(scope, call)),
    explainEvents: search.explainEvents,
    allDeliveryJobs: search.allDeliveryJobs,
    deliveryJobs(source, jobs, question) {
      const page = search.deliveryJobs(source, jobs, question);
      for (const _ of page.edges) countJob(source, tally);
      return page;
    },
  };
}

/** Jobs that are asked for one by one. */
export function withCountedJobs(actionTrail: ActionTrail, tally: Tally): ActionTrail {
  return {
    ...actionTrail,
    async getDeliveryJob(source, jobId, call) {
      const job = await actionTrail.getDeliveryJob(source, jobId, call);
      if (job !== null) countJob(source, tally);
      return job;
    },
  };
}

function countJob({ account }: Source, tally: Tally): void {
  tally.countHandedOut('jobs', account);
}

function countEvents({ edges }: EventConnection, tally: Tally): void {
  for (const [account, count] of countsOf(edges)) tally.countHandedOut('events', account, count);
}

/** Pages that are kept are handed out again. */
const countsOf = perObject((edges: EventConnection['edges']): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { node } of edges) {
    const account = accountOf(node);
    if (account !== undefined) counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return counts;
});

function countEvent(event: AuditEvent, tally: Tally): void {
  const account = accountOf(event);
  if (account !== undefined) tally.countHandedOut('events', account);
}

/** One event is of one account, in however many of its regions it was seen. */
function accountOf({ seenIn: [first] }: AuditEvent): string | undefined {
  return first?.account;
}
