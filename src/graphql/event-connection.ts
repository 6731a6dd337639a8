import type {
  Edge,
  EventConnection,
  ScanReport as ScanReportModel,
  ScanWarning as ScanWarningModel,
} from '../model/connection.ts';
import type { AuditEvent as AuditEventModel } from '../model/event.ts';
import { formatSecond } from '../model/time.ts';
import { builder } from './builder.ts';
import { AuditEvent } from './event.ts';
import { AuditEventFilter } from './filter.ts';
import { PageInfo } from './page-info.ts';
import { AuditSourceInput } from './source.ts';
import { TimeWindow, TimeWindowInput } from './window.ts';

const AuditEventOrder = builder.enumType('AuditEventOrder', {
  description: "By event time; within one second in ActionTrail's own order, which it does not document.",
  values: ['NEWEST_FIRST', 'OLDEST_FIRST'] as const,
});

const ScanState = builder.enumType('ScanState', {
  description: 'How far a page got.',
  values: {
    EXHAUSTED: { value: 'EXHAUSTED', description: "The window's end was reached: nothing follows." },
    PAGE_FULL: { value: 'PAGE_FULL', description: 'As many events as asked for; there may be more.' },
    STOPPED: {
      value: 'STOPPED',
      description:
        'ActionTrail failed, or time ran out, after the page had begun. Go on from `endCursor`: if the cause lasts, ' +
        'that answer carries the error.',
    },
  } as const,
});

const ScanWarningCode = builder.enumType('ScanWarningCode', {
  description: 'What to know before trusting an answer.',
  values: {
    WINDOW_CLIPPED_TO_RETENTION: {
      value: 'WINDOW_CLIPPED_TO_RETENTION',
      description: 'The window began before what ActionTrail keeps, and was clipped.',
    },
  } as const,
});

const ScanWarning = builder.objectRef<ScanWarningModel>('ScanWarning').implement({
  fields: (t) => ({
    code: t.expose('code', { type: ScanWarningCode, nullable: false }),
    message: t.exposeString('message', { nullable: false, description: 'For people; may change.' }),
  }),
});

const ScanReport = builder.objectRef<ScanReportModel>('ScanReport').implement({
  description: 'What was read to make this page.',
  fields: (t) => ({
    state: t.expose('state', { type: ScanState, nullable: false }),
    examined: t.exposeInt('examined', {
      nullable: false,
      description: 'Events looked at, those passed over on the way to the cursor included.',
    }),
    upstreamCalls: t.exposeInt('upstreamCalls', {
      nullable: false,
      description: 'LookupEvents calls this page cost.',
    }),
    settledBefore: t.field({
      type: 'DateTime',
      nullable: false,
      description:
        'No new event is expected before this instant. ActionTrail shows events about ten minutes late.',
      resolve: ({ settledBefore }) => formatSecond(settledBefore),
    }),
    upstreamRequestIds: t.exposeStringList('upstreamRequestIds', {
      nullable: false,
      description: "ActionTrail's ids of those calls, for Alibaba Cloud's support.",
    }),
    warnings: t.field({
      type: [ScanWarning],
      nullable: { list: false, items: false },
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
});

const AuditEventEdge = builder.objectRef<Edge<AuditEventModel>>('AuditEventEdge').implement({
  fields: (t) => ({
    node: t.expose('node', { type: AuditEvent, nullable: false }),
    cursor: t.string({
      nullable: false,
      description:
        'The place right behind this event, bound to filter, order, sources and window; good after a restart and ' +
        'with another page size. At most 512 bytes.',
      resolve: ({ cursor }) => cursor(),
    }),
  }),
});

const AuditEventConnection = builder.objectRef<EventConnection>('AuditEventConnection').implement({
  description: 'A page of events.',
  fields: (t) => ({
    edges: t.field({
      type: [AuditEventEdge],
      nullable: { list: false, items: false },
      resolve: ({ edges }) => [...edges],
    }),
    nodes: t.field({
      type: [AuditEvent],
      nullable: { list: false, items: false },
      description: 'The events of `edges`.',
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.expose('pageInfo', { type: PageInfo, nullable: false }),
    scan: t.expose('scan', { type: ScanReport, nullable: false }),
    window: t.expose('window', {
      type: TimeWindow,
      nullable: false,
      description: 'The absolute window this page belongs to: a relative one is frozen by the first page.',
    }),
  }),
});

builder.queryField('events', (t) =>
  t.field({
    type: AuditEventConnection,
    description:
      'Events of one source, in order. Default: newest first, the last 7 days. A page costs one LookupEvents call ' +
      'per 50 events, and one more where it begins or ends in the middle of an upstream page; an account may make ' +
      'two a second.',
    args: {
      first: t.arg.int({
        description: 'Page size, 0 to `auditLimits.maxPageSize`; left out: `defaultPageSize`.',
      }),
      after: t.arg.string({ description: 'A cursor that the same question gave out.' }),
      window: t.arg({ type: TimeWindowInput }),
      filter: t.arg({ type: AuditEventFilter }),
      order: t.arg({ type: AuditEventOrder, required: true, defaultValue: 'NEWEST_FIRST' }),
      sources: t.arg({
        type: [AuditSourceInput],
        description:
          'Has to name exactly one source where several are configured; `auditSources` lists them.',
      }),
    },
    resolve: (_root, { first, after, window, filter, order, sources }, { loaders }) =>
      loaders.events({
        first: first ?? null,
        after: after ?? null,
        window: {
          startMs: window?.start ?? null,
          endMs: window?.end ?? null,
          pastSeconds: window?.past ?? null,
        },
        filter: filter ?? {},
        order,
        sources: sources ?? null,
      }),
  }),
);
