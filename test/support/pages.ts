import type { ActionTrail, EventLookUp } from '../../src/model/action-trail.ts';
import type { AuditEvent } from '../../src/model/event.ts';
import { Fault } from '../../src/model/fault.ts';
import { upstreamPageSize } from '../../src/model/limits.ts';

/** An ActionTrail in memory that pages like the real one: 50 events, keyset tokens bound to their window. */
export interface Pages extends ActionTrail {
  /** In ActionTrail's order, oldest first; tests may add to it between questions. */
  events: AuditEvent[];
  lookUps: EventLookUp[];
  /** Called before each look-up; may throw what ActionTrail would. */
  before: (lookUp: EventLookUp) => void;
}

export function pages(events: readonly AuditEvent[]): Pages {
  const self: Pages = {
    events: [...events],
    lookUps: [],
    before: () => {},
    async lookUpEvents(lookUp, call) {
      self.lookUps.push(lookUp);
      call.tally.countCall();
      call.tally.noteWritten();
      self.before(lookUp);
      const { window, order, from } = lookUp;
      const inOrder = order === 'OLDEST_FIRST' ? self.events : self.events.toReversed();
      const matching = inOrder.filter(
        (event) =>
          event.second >= window.start &&
          event.second < window.end &&
          lookUp.conditions.every(({ field, value }) => event[field as 'eventId'] === value),
      );
      const start = from?.token == null ? 0 : startBehind(matching, from.token, window);
      const page = matching.slice(start, start + upstreamPageSize);
      const last = page.at(-1);
      const more = matching.length > start + upstreamPageSize && last !== undefined;
      const token = `${window.start} ${window.end} ${last?.eventId}`;
      return { events: page, next: more ? { window, token, second: last.second } : null };
    },
    getDeliveryJob: async () => null,
    listDeliveryJobs: async () => ({ jobs: [], totalCount: 0 }),
  };
  return self;
}

export function refuseToken(): never {
  throw new Fault('UPSTREAM_REJECTED', 'refused', { upstreamCode: 'InvalidNextToken' });
}

function startBehind(events: readonly AuditEvent[], token: string, window: EventLookUp['window']): number {
  const [start, end, eventId] = token.split(' ');
  const index = events.findIndex((event) => event.eventId === eventId);
  if (Number(start) !== window.start || Number(end) !== window.end || index < 0) return refuseToken();
  return index + 1;
}
