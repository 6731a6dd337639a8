import type { ActionTrail, EventLookUp } from '../../src/model/action-trail.ts';
import type { AuditEvent } from '../../src/model/event.ts';
import { Fault } from '../../src/model/fault.ts';
import { upstreamPageSize } from '../../src/model/limits.ts';
import type { Source } from '../../src/model/source.ts';
import { planFilter } from '../../src/search/plan.ts';
import { matches, parseFilter } from '../../src/search/terms.ts';

/** An ActionTrail in memory that pages like the real one: 50 events, keyset tokens bound to their look-up. */
export interface Pages extends ActionTrail {
  /** In ActionTrail's order, oldest first, with the source that shows each; tests may add to it between questions. */
  events: Seen[];
  lookUps: EventLookUp[];
  /** Called before each look-up; may throw what ActionTrail would. */
  before: (lookUp: EventLookUp) => void;
  /** Whether reading the other way turns the order within a second around too. Not documented. */
  mirrorsSeconds: boolean;
}

export interface Seen {
  readonly source: Source;
  readonly event: AuditEvent;
}

export function seenIn(source: Source, events: readonly AuditEvent[]): Seen[] {
  return events.map((event) => ({ source, event }));
}

export function pages(events: readonly Seen[]): Pages {
  const self: Pages = {
    events: [...events],
    lookUps: [],
    before: () => {},
    mirrorsSeconds: true,
    async lookUpEvents(lookUp, call) {
      self.lookUps.push(lookUp);
      call.tally.countCall();
      call.tally.noteWritten();
      self.before(lookUp);
      const window = lookUp.from?.window ?? lookUp.window;
      const listed = list(self, lookUp).filter(({ second }) => second >= window.start && second < window.end);
      const key = `${window.start} ${window.end} ${lookUp.order} ${JSON.stringify(lookUp.conditions)}`;
      const start = lookUp.from?.token == null ? 0 : startBehind(listed, lookUp.from.token, key);
      const page = listed.slice(start, start + upstreamPageSize);
      const last = page.at(-1);
      const more = listed.length > start + upstreamPageSize && last !== undefined;
      return {
        events: page,
        next: more ? { window, token: `${key}|${last.eventId}`, second: last.second } : null,
      };
    },
    getDeliveryJob: async () => null,
    listDeliveryJobs: async () => ({ jobs: [], totalCount: 0 }),
  };
  return self;
}

/** What one source shows of a look-up, whole, in its order. */
function list({ events, mirrorsSeconds }: Pages, { source, order, conditions }: EventLookUp): AuditEvent[] {
  const own = events
    .filter(
      (seen) =>
        seen.source === source && conditions.every(({ field, value }) => shows(seen.event, field, value)),
    )
    .map(({ event }) => event);
  if (order === 'OLDEST_FIRST') return own;
  if (mirrorsSeconds) return own.reverse();
  return own.toSorted((a, b) => b.second - a.second);
}

function shows(event: AuditEvent, field: EventLookUp['conditions'][number]['field'], value: string): boolean {
  const asked = field === 'access' || field === 'isSensitive' ? value : { eq: value };
  const [branch] = planFilter(parseFilter({ [field]: field === 'isSensitive' ? true : asked }));
  return branch?.pushed.every((term) => matches(term, event)) ?? false;
}

export function refuseToken(): never {
  throw new Fault('UPSTREAM_REJECTED', 'refused', { upstreamCode: 'InvalidNextToken' });
}

function startBehind(events: readonly AuditEvent[], token: string, key: string): number {
  const [issuedFor, eventId] = token.split('|');
  const index = events.findIndex((event) => event.eventId === eventId);
  if (issuedFor !== key || index < 0) return refuseToken();
  return index + 1;
}
