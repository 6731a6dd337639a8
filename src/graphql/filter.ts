import { builder } from './builder.ts';

const StringMatch = builder.inputType('StringMatch', {
  isOneOf: true,
  description: 'Exactly one operator. Matching is exact and case-sensitive.',
  fields: (t) => ({ eq: t.string({ description: 'The value itself; not empty.' }) }),
});

const IpMatch = builder.inputType('IpMatch', {
  isOneOf: true,
  description: 'Exactly one operator.',
  fields: (t) => ({
    eq: t.string({
      description: 'The address as ActionTrail records it; some platform calls record a host name.',
    }),
  }),
});

const AuditAccess = builder.enumType('AuditAccess', {
  description: 'Whether an event changed something.',
  values: ['READ', 'WRITE'] as const,
});

export const AuditEventFilter = builder.inputType('AuditEventFilter', {
  description:
    'What ActionTrail can match by itself: one field alone, or a pair. `serviceName` goes with one of eventName, ' +
    'userName, roleName, resourceName, access, isSensitive, eventType; `resourceName` with one of resourceType, ' +
    'eventName, userName, roleName, serviceName; `eventType` with eventName. Other combinations are refused. ' +
    'Fields are ANDed; an empty filter matches everything.',
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
      description: 'Raw value: `ApiCall`, `ConsoleOperation`, `ConsoleSignin`, …',
    }),
    access: t.field({ type: AuditAccess, description: 'Events recorded as Read or as Write.' }),
    isSensitive: t.boolean({
      description: 'Only `true` can be matched: operations that ActionTrail marks as sensitive.',
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
  }),
});
