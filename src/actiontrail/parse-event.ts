import { createHash } from 'node:crypto';
import type { AuditEvent, EventAccess, EventError, EventType } from '../model/event.ts';
import { eventGlobalId } from '../model/global-id.ts';
import type { Json } from '../model/json.ts';
import type { Source } from '../model/source.ts';
import { normalInstant, parseInstant } from '../model/time.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { parseActor } from './parse-actor.ts';
import { parseResources } from './parse-resources.ts';
import { booleanOf, memberOf, textOf, withLowerCamelKeys } from './raw.ts';
import { rawEvent } from './raw-event.ts';
import { redactJson, redactString } from './redact.ts';

/** Older events say ConsoleCall for what is a ConsoleOperation today. */
const eventTypes: Readonly<Record<string, EventType>> = {
  ApiCall: 'API_CALL',
  ConsoleOperation: 'CONSOLE_OPERATION',
  ConsoleCall: 'CONSOLE_OPERATION',
  ConsoleSignin: 'CONSOLE_SIGNIN',
  ConsoleSignout: 'CONSOLE_SIGNOUT',
  AliyunServiceEvent: 'ALIYUN_SERVICE_EVENT',
  PasswordReset: 'PASSWORD_RESET',
};
const accesses: Readonly<Record<string, EventAccess>> = { Read: 'READ', Write: 'WRITE' };

/**
 * One management event: any JSON object gives one, frozen and without secrets. `neighbourSecond` is the position that it
 * takes over when it has no time of its own.
 * Shape: "Structure of a management event" (Alibaba) and the samples in test/fixtures/upstream.
 */
export function parseEvent(raw: JsonObject, source: Source, neighbourSecond: number): AuditEvent {
  const event = withLowerCamelKeys(raw);
  const redactions: string[] = [];
  const content = redactContent(event, redactions);
  const eventTime = typeof event.eventTime === 'string' ? event.eventTime : '';
  const time = parseInstant(eventTime);
  const second = time === null ? neighbourSecond : Math.floor(time / 1000);
  const eventId = eventIdOf(event, content);
  const isGlobal = booleanOf(event.isGlobal) ?? false;
  const region = isGlobal ? '' : source.region;
  const eventTypeRaw = textOf(event.eventType);
  const accessRaw = textOf(event.eventRW);
  const recipientAccountId = textOf(event.recipientAccountId);
  const error = parseError(content);
  // Written in one piece: put together from parts, it would take three times as long.
  return Object.freeze({
    id: eventGlobalId({ accountId: source.accountId, region, hasTime: time !== null, second, eventId }),
    second,
    eventId,
    eventTime: normalInstant(eventTime, time),
    isGlobal,
    eventName: textOf(event.eventName),
    eventVersion: textOf(event.eventVersion),
    eventCategory: textOf(event.eventCategory),
    eventType: eventTypeRaw === null ? null : (own(eventTypes, eventTypeRaw) ?? 'OTHER'),
    eventTypeRaw,
    access: accessRaw === null ? null : (own(accesses, accessRaw) ?? 'OTHER'),
    accessRaw,
    serviceName: textOf(event.serviceName),
    apiVersion: textOf(event.apiVersion),
    eventSource: textOf(event.eventSource),
    region: textOf(event.acsRegion),
    requestId: textOf(event.requestId),
    outcome: error === null ? 'SUCCESS' : 'FAILURE',
    error,
    isSensitive: booleanOf(memberOf(event.eventAttributes, 'sensitiveAction')) ?? false,
    recipientAccountId,
    actor: parseActor(event),
    sourceIpAddress: textOf(event.sourceIpAddress),
    userAgent: content.userAgent,
    vpcId: textOf(event.vpcId),
    resources: parseResources(event, recipientAccountId ?? source.accountId, redactions),
    requestParameters: content.requestParameters,
    responseElements: content.responseElements,
    additionalEventData: content.additionalEventData,
    eventAttributes: content.eventAttributes,
    redactions: Object.freeze(redactions),
    seenIn: Object.freeze([source]),
    raw: rawEvent(event, content),
  });
}

type Content = Pick<
  AuditEvent,
  'requestParameters' | 'responseElements' | 'additionalEventData' | 'eventAttributes' | 'userAgent'
> & { readonly errorCode: string | null; readonly errorMessage: string | null };

/** What callers wrote, and what they were answered: the parts that can hold secrets. */
function redactContent(event: JsonObject, redactions: string[]): Content {
  const json = (name: string): Json => redactJson(event[name] ?? null, `/${name}`, redactions);
  const text = (name: string): string | null => {
    const value = textOf(event[name]);
    return value === null ? null : redactString(value, `/${name}`, redactions);
  };
  return {
    requestParameters: redactJson(requestParametersOf(event), '/requestParameters', redactions),
    responseElements: json('responseElements'),
    additionalEventData: json('additionalEventData'),
    eventAttributes: json('eventAttributes'),
    errorCode: text('errorCode'),
    errorMessage: text('errorMessage'),
    userAgent: text('userAgent'),
  };
}

/** `requestParameterJson` repeats them as a text; it counts only where they are absent. */
function requestParametersOf({ requestParameters, requestParameterJson }: JsonObject): unknown {
  if (requestParameters != null || typeof requestParameterJson !== 'string') return requestParameters ?? null;
  try {
    return parseJson(requestParameterJson);
  } catch {
    return requestParameterJson;
  }
}

/** A sign-in that went well has the message "success", so only a code tells of a failure. Some come in literal quotes. */
function parseError({ errorCode, errorMessage }: Content): EventError | null {
  const code = errorCode === null ? null : textOf(errorCode.replace(/^[\s"']+|(?<![\s"'])[\s"']+$/g, ''));
  return code === null ? null : Object.freeze({ code, message: errorMessage });
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Far above any id seen (36 characters), and short enough for a global id that is sent back in a URL. */
const longestEventId = 128;

/** An id that a global id could not carry there and back is replaced like a missing one: the same gives the same. */
function eventIdOf(event: JsonObject, content: Content): string {
  const id = textOf(event.eventId);
  if (id === null) return digestOf(shownOf(event, content));
  return id.length <= longestEventId && id.isWellFormed() ? id : digestOf(id);
}

/** What is exposed of an event, since a digest of secrets would tell of them. */
function shownOf(event: JsonObject, content: Content): unknown {
  const others = Object.entries(event).filter(
    ([key, value]) => !isObject(value) && !Object.hasOwn(content, key),
  );
  return [redactJson(Object.fromEntries(others), '', []), content];
}

function digestOf(value: unknown): string {
  return `digest-${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)}`;
}
