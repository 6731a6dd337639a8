import type {
  Condition,
  Continuation,
  EventLookUp,
  EventPage,
  LookUpField,
  TimeWindow,
} from '../model/action-trail.ts';
import type { AuditEvent } from '../model/event.ts';
import { upstreamPageSize } from '../model/limits.ts';
import { formatSecond } from '../model/time.ts';
import type { JsonObject } from './json.ts';
import { parseEvent } from './parse-event.ts';

/** ActionTrail's names ("Set the LookupAttribute parameter", 2025-05). */
const attributeKeys: Record<LookUpField, string> = {
  eventId: 'EventId',
  eventName: 'EventName',
  serviceName: 'ServiceName',
  eventType: 'EventType',
  access: 'EventRW',
  isSensitive: 'SensitiveAction',
  userName: 'User',
  roleName: 'RoleName',
  accessKeyId: 'EventAccessKeyId',
  sourceIpAddress: 'SourceIpAddress',
  resourceType: 'ResourceType',
  resourceName: 'ResourceName',
};

const accessValues: Readonly<Record<string, string>> = { READ: 'Read', WRITE: 'Write' };

/** Seconds by which the asked window is wider on either side: whether ActionTrail includes its bounds is unknown. */
export const widenedSeconds = 1;

/** The parameters of one look-up. The same look-up and continuation always give the same ones: tokens depend on it. */
export function lookUpQuery({ window, order, conditions, from }: EventLookUp): Record<string, string> {
  const asked = from?.window ?? window;
  return {
    StartTime: formatSecond(asked.start - widenedSeconds),
    EndTime: formatSecond(asked.end + widenedSeconds),
    MaxResults: String(upstreamPageSize),
    Direction: order === 'NEWEST_FIRST' ? 'BACKWARD' : 'FORWARD',
    ...Object.assign({}, ...conditions.map(attribute)),
    ...(from?.token != null && { NextToken: from.token }),
  };
}

function attribute({ field, value }: Condition, index: number): Record<string, string> {
  const name = `LookupAttribute.${index + 1}`;
  return {
    [`${name}.Key`]: attributeKeys[field],
    [`${name}.Value`]: field === 'access' ? (accessValues[value] ?? value) : value,
  };
}

/** The page that answers a look-up: parsed, redacted, cut to the window. */
export function eventPage(raws: readonly JsonObject[], token: string | null, lookUp: EventLookUp): EventPage {
  const { window, from, source } = lookUp;
  const events: AuditEvent[] = [];
  let second = secondBefore(lookUp);
  for (const raw of raws) {
    const event = parseEvent(raw, source, second);
    second = event.second;
    if (isWithin(event.second, window) && isWithin(event.second, from?.window ?? window)) events.push(event);
  }
  const next: Continuation | null =
    token === null ? null : Object.freeze({ window: from?.window ?? window, token, second });
  return Object.freeze({ events: Object.freeze(events), next });
}

/**
 * The time that an event takes over when it has none and comes first: that of the last event of the page before, or of
 * the edge where the window starts. A window that starts anew may not inherit a time from outside, which would cut it.
 */
function secondBefore({ window, order, from }: EventLookUp): number {
  const asked = from?.window ?? window;
  if (from !== null && (from.token !== null || isWithin(from.second, asked))) return from.second;
  return order === 'NEWEST_FIRST' ? asked.end - 1 : asked.start;
}

function isWithin(second: number, { start, end }: TimeWindow): boolean {
  return start <= second && second < end;
}
