import type {
  AuditEvent as AuditEventModel,
  EventAccess,
  EventError,
  EventOutcome,
  EventType,
} from '../model/event.ts';
import { badUserInput } from '../model/fault.ts';
import { plainText } from '../model/field-facts.ts';
import { partsOf } from '../model/global-id.ts';
import { valueAt } from '../model/json-pointer.ts';
import { AuditActor } from './actor.ts';
import { builder } from './builder.ts';
import { calls, pageLength, sourceCount } from './cost.ts';
import { Node } from './node.ts';
import { AuditEventResource } from './resource.ts';
import { AuditSource, AuditSourceInput } from './source.ts';
import { askedWindow, TimeWindowInput } from './window.ts';

const pathDescription =
  'Picks one value by its RFC 6901 pointer, to keep answers small. Null: absent, or nothing at the path.';

const AuditEventType = builder.enumType('AuditEventType', {
  description: 'Kinds of events. OTHER: see the raw value.',
  values: [
    'API_CALL',
    'CONSOLE_OPERATION',
    'CONSOLE_SIGNIN',
    'CONSOLE_SIGNOUT',
    'ALIYUN_SERVICE_EVENT',
    'PASSWORD_RESET',
    'OTHER',
  ] as const satisfies readonly EventType[],
});

const AuditEventAccess = builder.enumType('AuditEventAccess', {
  description: 'Whether the event changed something. OTHER: see the raw value.',
  values: ['READ', 'WRITE', 'OTHER'] as const satisfies readonly EventAccess[],
});

const AuditEventOutcome = builder.enumType('AuditEventOutcome', {
  description: 'FAILURE: the event has an error code.',
  values: ['SUCCESS', 'FAILURE'] as const satisfies readonly EventOutcome[],
});

const AuditEventError = builder.objectRef<EventError>('AuditEventError').implement({
  description: 'Why an operation failed.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description: 'An event with a code is a failure. For example `NoPermission`.',
    }),
    message: t.exposeString('message', { description: 'After redaction.' }),
  }),
});

export const AuditEvent = builder.objectRef<AuditEventModel>('AuditEvent').implement({
  description:
    'One management event of ActionTrail. Values that look like secrets are masked: see `redactions`.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', {
      extensions: { [plainText]: true },
      nullable: false,
      description:
        'Carries account, region (not for a global event) and time, so that `node(id)` is one narrow look-up.',
    }),
    eventId: t.exposeString('eventId', {
      nullable: false,
      description:
        "ActionTrail's own id, not always a UUID. Where it is missing, longer than 128 characters or not well-formed " +
        'Unicode: `digest-` and a hash, by which ActionTrail cannot be asked.',
    }),
    eventName: t.exposeString('eventName', {
      description: 'The API operation (`CreateUser`), or the kind of action (`ConsoleSignin`).',
    }),
    eventVersion: t.exposeString('eventVersion', { description: 'Version of the event format; `1` so far.' }),
    eventCategory: t.exposeString('eventCategory', { description: '`Management` where recorded.' }),
    eventTime: t.expose('eventTime', {
      type: 'DateTime',
      description: 'Null only when ActionTrail omits it (its own documented example does).',
    }),
    eventType: t.expose('eventType', { type: AuditEventType }),
    eventTypeRaw: t.exposeString('eventTypeRaw', {
      description: 'As recorded, for example `ConsoleSignin`.',
    }),
    access: t.expose('access', { type: AuditEventAccess, description: 'Null where not recorded.' }),
    accessRaw: t.exposeString('accessRaw', { description: 'As recorded: `Read` or `Write`.' }),
    outcome: t.expose('outcome', { type: AuditEventOutcome, nullable: false }),
    error: t.expose('error', { type: AuditEventError, description: 'Null on success.' }),
    isSensitive: t.exposeBoolean('isSensitive', {
      nullable: false,
      description: 'Marked by ActionTrail as a sensitive operation.',
    }),
    isGlobal: t.exposeBoolean('isGlobal', {
      nullable: false,
      description: 'True for an event of a service without regions, such as RAM.',
    }),
    serviceName: t.exposeString('serviceName', { description: 'Product code, for example `Ecs`.' }),
    apiVersion: t.exposeString('apiVersion'),
    eventSource: t.exposeString('eventSource', { description: 'The host that handled it.' }),
    region: t.exposeString('region', { description: 'Region id as the event records it.' }),
    requestId: t.exposeString('requestId', { description: "The product's request id." }),
    recipientAccountId: t.exposeString('recipientAccountId', {
      description: 'Account that received the record.',
    }),
    actor: t.expose('actor', { type: AuditActor }),
    sourceIpAddress: t.exposeString('sourceIpAddress', {
      description: 'IPv4 or IPv6; a host name or `Internal` for calls of the platform.',
    }),
    userAgent: t.exposeString('userAgent'),
    vpcId: t.exposeString('vpcId', { description: 'VPC the call came from, where known.' }),
    resources: t.field({
      type: [AuditEventResource],
      nullable: { list: false, items: false },
      description: 'What the event names, in its order; see `resourceCount` for how many there are.',
      args: { first: t.arg.int({ defaultValue: 20, description: '0 or more; null: all of them.' }) },
      // Most events name one or two; some name thousands.
      complexity: (args) => ({ field: 1, multiplier: Math.min(pageLength(args, 20), 5) }),
      resolve: ({ resources }, { first }) => {
        if (first != null && first < 0)
          throw badUserInput(`resources(first:): expected 0 or more, got ${first}.`);
        // A copy of a frozen list costs as much as the rest of an event.
        return first == null || first >= resources.length ? resources : resources.slice(0, first);
      },
    }),
    resourceCount: t.int({ nullable: false, resolve: ({ resources }) => resources.length }),
    requestParameters: t.field({
      type: 'JSON',
      description: 'What was asked for. ActionTrail flattens lists: `Tag.1.Key`.',
      args: { path: t.arg.string({ description: pathDescription }) },
      resolve: ({ requestParameters }, { path }) => valueAt(requestParameters, path ?? ''),
    }),
    responseElements: t.field({
      type: 'JSON',
      description: 'What was answered. Often missing, above all for read events.',
      args: { path: t.arg.string({ description: pathDescription }) },
      resolve: ({ responseElements }, { path }) => valueAt(responseElements, path ?? ''),
    }),
    additionalEventData: t.field({
      type: 'JSON',
      description: 'For example how somebody signed in.',
      args: { path: t.arg.string({ description: pathDescription }) },
      resolve: ({ additionalEventData }, { path }) => valueAt(additionalEventData, path ?? ''),
    }),
    eventAttributes: t.field({ type: 'JSON', resolve: ({ eventAttributes }) => eventAttributes }),
    redactions: t.exposeStringList('redactions', {
      nullable: false,
      description:
        'Where values were masked: RFC 6901 pointers into the event; inside a JSON string the pointer goes on after `#`.',
    }),
    raw: t.field({
      authScopes: { 'audit:raw': true },
      type: 'JSON',
      description:
        'The whole event as ActionTrail records it, with members that have no field here, secrets masked; nothing else is ' +
        'hidden in it. Needs the scope `audit:raw`.',
      resolve: ({ raw }) => raw(),
    }),
    seenIn: t.field({
      type: [AuditSource],
      nullable: { list: false, items: false },
      description:
        'Where it was seen: one source, or for a global event every region of its account that showed it.',
      resolve: ({ seenIn }) => [...seenIn],
    }),
    isSettled: t.boolean({
      nullable: false,
      description: 'False while late arrivals may still appear around this event.',
      resolve: ({ second }, _args, { call, settings }) =>
        second < Math.floor(call.nowMs / 1000) - settings.settleDelaySeconds,
    }),
  }),
});

builder.queryFields((t) => ({
  event: t.field({
    authScopes: { 'audit:read': true },
    type: AuditEvent,
    description:
      'The event of a global id, or null when ActionTrail does not have it (any more). One call; for an event that ' +
      'ActionTrail marks as global up to one per region of its account.',
    args: { id: t.arg.id({ required: true }) },
    complexity: calls(1),
    resolve: (_root, { id }, { loaders }) => {
      partsOf('AuditEvent', id);
      return loaders.event(id);
    },
  }),
  eventByEventId: t.field({
    authScopes: { 'audit:read': true },
    type: AuditEvent,
    description:
      "By ActionTrail's own event id, the newest first. Null only where every source was read to its end and none " +
      'has it. Costs a call per source.',
    args: {
      eventId: t.arg.string({ required: true }),
      window: t.arg({ type: TimeWindowInput, description: 'Left out: everything that ActionTrail keeps.' }),
      sources: t.arg({
        type: [AuditSourceInput],
        description: 'Left out: every source, if that many can be read.',
      }),
    },
    complexity: ({ sources }, context) => calls(sourceCount(sources, context)),
    resolve: (_root, { eventId, window, sources }, { loaders }) =>
      loaders.eventByEventId({
        eventId,
        window: window == null ? null : askedWindow(window),
        sources: sources ?? null,
      }),
  }),
}));
