import { exactNumber, type Json, type JsonObject, jsonText } from '../json-text.ts';
import type { EventRow, Shape } from './row.ts';

/** Rewrites an event into one of the forms that published samples show. The facts in it stay the same. */
export function writeOdd(row: EventRow, plain: JsonObject): JsonObject {
  const rewrite = REWRITES[row.shape];
  return rewrite === undefined ? plain : rewrite(plain, row);
}

type Rewrite = (plain: JsonObject, row: EventRow) => JsonObject;

const REWRITES: Partial<Record<Shape, Rewrite>> = {
  /** The example of the official LookupEvents page: no time, no region, nothing else. */
  bare: (plain) => pick(plain, ['eventId', 'eventVersion', 'eventName']),

  /** A Flink event of 2020. Its time has another format. */
  'upper-camel': (plain, row) => ({
    ...upperCamel(plain),
    UserIdentity: { ...upperCamel(objectAt(plain, 'userIdentity')), InvokedBy: '', Arn: '' },
    EventTime: `${new Date(row.second * 1000).toISOString().slice(0, 19)}.366+0000`,
    EventVersion: '',
    IsBlack: false,
    ErrorCode: '',
    ErrorMessage: '',
  }),

  'version-text': (plain) => ({ ...plain, eventVersion: '1', recipientAccountId: accountOf(plain) }),

  'console-call': (plain) => without(plain, ['eventRW', 'eventCategory', 'isGlobal', 'userAgent']),

  /** `sessionAttributes` was the name in 2015. */
  'legacy-session': (plain) => ({
    ...plain,
    eventVersion: '1',
    userIdentity: {
      ...objectAt(plain, 'userIdentity'),
      sessionContext: {
        sessionAttributes: { creationDate: plain.eventTime ?? '', mfaAuthenticated: 'true' },
      },
    },
  }),

  'resource-list': (plain, row) => ({
    ...plain,
    referencedResources: row.resources.map(({ type, id }) => ({ resourceType: type, resourceName: id })),
  }),

  'bare-resource-types': (plain, row) => ({
    ...without(plain, ['resourceType', 'resourceName']),
    referencedResources: bareTypes(row),
  }),

  /** What other events leave out is there and empty. */
  'empty-texts': (plain) => ({
    userAgent: '',
    errorCode: '',
    errorMessage: '',
    responseElements: {},
    ...without(plain, ['userAgent', 'resourceType', 'resourceName', 'referencedResources']),
    userIdentity: { accessKeyId: '', ...objectAt(plain, 'userIdentity') },
    referencedResources: {},
    resourceType: '',
    resourceName: '',
  }),

  'big-numbers': (plain, row) => ({
    ...plain,
    requestParameters: {
      ...objectAt(plain, 'requestParameters'),
      OwnerId: exactNumber(9_007_199_254_740_993n + BigInt(row.seed)),
      stsTokenPlayerUid: exactNumber(1_234_567_890_123_456_789n),
    },
  }),

  /** The same parameters a second time, as a text. */
  'parameter-text': (plain) => ({
    ...plain,
    requestParameterJson: jsonText(objectAt(plain, 'requestParameters')),
  }),

  expanded: (plain) => ({ ...plain, __expanded: true, vpcId: 'vpc-bp1emulated' }),
};

function upperCamel(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]),
  );
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value: Json | undefined = object[key];
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

function accountOf(plain: JsonObject): Json {
  return objectAt(plain, 'userIdentity').accountId ?? '';
}

/** `ACS::ECS::Instance` was plain `Instance` once. */
function bareTypes(row: EventRow): JsonObject {
  const types: Record<string, Json> = {};
  for (const { type } of row.resources) {
    types[type.split('::').at(-1) ?? type] = row.resources
      .filter((other) => other.type === type)
      .map(({ id }) => id);
  }
  return types;
}
