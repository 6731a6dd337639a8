import { exactNumber, type Json, type JsonObject, timeText } from '../json-text.ts';
import { hashOf, Random } from '../random.ts';
import type { Actor, EventRow } from './row.ts';
import { writeOdd } from './write-odd.ts';

/**
 * The event as ActionTrail sends it: lower-camel keys, `eventVersion` the number 1, nested objects, and what is
 * empty left out. The same row always gives the same text.
 */
export function writeEvent(row: EventRow): JsonObject {
  const plain = writePlain(row);
  return row.shape === 'plain' ? plain : writeOdd(row, plain);
}

function writePlain(row: EventRow): JsonObject {
  const random = new Random(row.seed, hashOf(row.id));
  const { action } = row;
  const host = action.host.replace('{region}', row.region);
  const requestId = action.service === 'AasSub' ? row.id : random.chance(0.9) ? row.id : random.uuid();
  const told = action.details?.(row, random) ?? {};
  return dropMissing({
    eventId: row.id,
    eventVersion: 1,
    responseElements: told.responseElements ?? answerOf(row, requestId),
    eventCategory: random.chance(0.8) ? 'Management' : undefined,
    eventSource: host,
    requestParameters: parametersOf(row, host, requestId, random, told.requestParameters),
    sourceIpAddress: row.address,
    userAgent: row.actor.userAgent,
    eventRW: action.rw,
    eventType: row.eventType,
    referencedResources: referencedOf(row),
    resourceType: typesOf(row),
    resourceName: namesOf(row),
    userIdentity: identityOf(row),
    serviceName: action.service,
    additionalEventData: told.additionalEventData ?? { Scheme: 'https', CallerBid: '26842' },
    apiVersion: action.version,
    requestId,
    eventTime: timeText(row.second),
    isGlobal: action.isGlobal,
    acsRegion: row.region,
    eventName: action.name,
    eventAttributes: action.isSensitive ? { SensitiveAction: 'true' } : undefined,
    errorCode: row.failure?.code === '' ? undefined : row.failure?.code,
    errorMessage: row.failure?.message,
  });
}

/** Sign-ins have no parameters, nor have services that act by themselves unless their story gives some. */
function parametersOf(row: EventRow, host: string, requestId: string, random: Random, own?: JsonObject) {
  if (row.action.service === 'AasSub') return own;
  const parameters: Record<string, Json> = {
    AcsHost: host,
    AcsProduct: row.action.service,
    RegionId: row.region,
    RequestId: requestId,
    ...own,
  };
  const first = row.resources[0];
  if (own === undefined && first !== undefined) parameters[parameterOf(first.type)] = first.id;
  if (row.eventType === 'ConsoleOperation') {
    parameters.AcceptLanguage = random.pick(['zh-CN', 'en-US']);
    parameters.ClientPort = random.between(1024, 65535);
    parameters['X-Acs-Client-Tls-Version'] = 'TLSv1.3';
  }
  if (row.actor.type === 'assumed-role') {
    parameters.stsTokenPrincipalName = row.actor.userName.replace(':', '/');
    // A text in newer events and a number in older ones.
    parameters.stsTokenPlayerUid = random.chance(0.5)
      ? row.actor.accountId
      : exactNumber(BigInt(row.actor.accountId));
  }
  return parameters;
}

function answerOf(row: EventRow, requestId: string): JsonObject | undefined {
  if (row.action.rw === 'Read' || row.action.service === 'AasSub') return undefined;
  if (row.failure !== undefined && row.failure.code !== '') return undefined;
  return { RequestId: requestId };
}

function identityOf(row: EventRow): JsonObject {
  const { actor } = row;
  return dropMissing({
    type: actor.type,
    accountId: actor.accountId,
    principalId: actor.principalId,
    userName: actor.userName,
    accessKeyId: actor.accessKeyId,
    sessionContext: actor.mfa === undefined ? undefined : sessionOf(row, actor),
  });
}

/** Both are texts, the boolean too. */
function sessionOf(row: EventRow, actor: Actor): JsonObject {
  const began = row.second - (row.seed % 7200);
  return { attributes: { creationDate: timeText(began), mfaAuthenticated: String(actor.mfa === true) } };
}

function referencedOf(row: EventRow): JsonObject | undefined {
  if (row.resources.length === 0) return undefined;
  return Object.fromEntries([...idsByType(row)]);
}

function typesOf(row: EventRow): string | undefined {
  return row.resources.length === 0 ? undefined : [...idsByType(row).keys()].join(';');
}

/** Ids of one type are separated by commas, types by semicolons, in the order of `resourceType`. */
function namesOf(row: EventRow): string | undefined {
  if (row.resources.length === 0) return undefined;
  return [...idsByType(row).values()].map((ids) => ids.join(',')).join(';');
}

function idsByType(row: EventRow): ReadonlyMap<string, readonly string[]> {
  const byType = new Map<string, string[]>();
  for (const { type, id } of row.resources) byType.set(type, [...(byType.get(type) ?? []), id]);
  return byType;
}

/** `ACS::ECS::Instance` is asked for as `InstanceId`. */
function parameterOf(type: string): string {
  return `${type.split('::').at(-1) ?? 'Resource'}Id`;
}

function dropMissing(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept;
}
