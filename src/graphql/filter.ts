import type { EventFilter } from '../model/filter.ts';
import { builder } from './builder.ts';

const StringMatch = builder.inputType('StringMatch', {
  isOneOf: true,
  description:
    'Exactly one operator. Matching is exact and case-sensitive. An absent value matches only `exists: false` and ' +
    '`notIn`. Where a field has several values (resources), one of them has to match, and for `notIn` none.',
  fields: (t) => ({
    eq: t.string({ description: 'The value itself.' }),
    in: t.stringList({
      description: 'One of these, at most `auditLimits.maxMatchValues`; `[]` matches nothing.',
    }),
    notIn: t.stringList({ description: 'None of these; `[]` matches everything. (residual)' }),
    startsWith: t.string({ description: 'An empty text matches whatever is there. (residual)' }),
    contains: t.string({ description: 'An empty text matches whatever is there. (residual)' }),
    exists: t.boolean({ description: 'Whether there is a value at all. (residual)' }),
  }),
});

const IpMatch = builder.inputType('IpMatch', {
  isOneOf: true,
  description:
    'Exactly one operator. Addresses are compared as ActionTrail records them; platform calls record host names, ' +
    'which lie in no block.',
  fields: (t) => ({
    eq: t.string({ description: 'The address itself.' }),
    in: t.stringList({ description: 'One of these; `[]` matches nothing.' }),
    cidr: t.string({
      description: 'Inside this block, for example `10.0.0.0/8` or `2001:db8::/32`. (residual)',
    }),
    notCidr: t.string({
      description: 'Not inside this block, host names and absent addresses included. (residual)',
    }),
  }),
});

const AuditAccess = builder.enumType('AuditAccess', {
  description: 'Input only: whether an event is recorded as one that changes something.',
  values: ['READ', 'WRITE'] as const,
});

const AuditOutcome = builder.enumType('AuditOutcome', {
  description: 'Input only. FAILURE: the event has an error code.',
  values: ['SUCCESS', 'FAILURE'] as const,
});

export const AuditEventFilter = builder.inputRef<EventFilter>('AuditEventFilter');

AuditEventFilter.implement({
  description:
    'Fields, `and`, `or` and `not` are ANDed; an empty filter matches everything, `and: []` too, `or: []` nothing. ' +
    'ActionTrail itself matches `eq` of some fields, alone or in documented pairs, and an `in` or `or` of few ' +
    'alternatives; the rest is residual: evaluated in the gateway, which then may read much more than it gives ' +
    'out. `explainEvents` tells which is which, and spends no call.',
  fields: (t) => ({
    eventId: t.field({ type: StringMatch, description: "ActionTrail's own event id." }),
    eventName: t.field({
      type: StringMatch,
      description: 'API operation or what happened, for example `CreateUser`.',
    }),
    serviceName: t.field({
      type: StringMatch,
      description: 'Product code in its own case, for example `Ecs`.',
    }),
    eventType: t.field({
      type: StringMatch,
      description:
        'As recorded, that is the value of `eventTypeRaw` and not of `eventType`: `ApiCall`, `ConsoleOperation` ' +
        '(older: `ConsoleCall`), `ConsoleSignin`, …',
    }),
    access: t.field({ type: AuditAccess, description: 'Events recorded as Read or as Write.' }),
    isSensitive: t.boolean({
      description: 'Marked by ActionTrail as a sensitive operation. (`false` is residual)',
    }),
    userName: t.field({
      type: StringMatch,
      description: "The caller's userName as recorded; for a role session that is `role:session`.",
    }),
    roleName: t.field({ type: StringMatch, description: 'The role part of a role session.' }),
    accessKeyId: t.field({ type: StringMatch, description: 'The access key that signed the call.' }),
    sourceIpAddress: t.field({ type: IpMatch, description: 'Where the call came from.' }),
    resourceType: t.field({ type: StringMatch, description: 'For example `ACS::ECS::Instance`.' }),
    resourceName: t.field({ type: StringMatch, description: 'Id or name of a resource the event names.' }),
    sessionName: t.field({
      type: StringMatch,
      description: 'The session part of a role session. (residual)',
    }),
    principalId: t.field({ type: StringMatch, description: 'As recorded. (residual)' }),
    actorType: t.field({
      type: StringMatch,
      description:
        'As recorded, that is the value of `typeRaw` and not of `type`: `root-account`, `ram-user`, … (residual)',
    }),
    accountId: t.field({ type: StringMatch, description: 'Account the caller belongs to. (residual)' }),
    isMfaAuthenticated: t.boolean({
      description: 'Events that do not record it match neither value. (residual)',
    }),
    outcome: t.field({ type: AuditOutcome, description: 'Whether it has an error code. (residual)' }),
    errorCode: t.field({ type: StringMatch, description: 'For example `NoPermission`. (residual)' }),
    requestId: t.field({ type: StringMatch, description: "The product's request id. (residual)" }),
    userAgent: t.field({ type: StringMatch, description: 'The client program as recorded. (residual)' }),
    isGlobal: t.boolean({ description: 'Of a service without regions. (residual)' }),
    and: t.field({ type: [AuditEventFilter], description: 'All of these.' }),
    or: t.field({ type: [AuditEventFilter], description: 'At least one of these.' }),
    not: t.field({
      type: AuditEventFilter,
      description: 'Not this; an absent value counts as not matching.',
    }),
  }),
});
