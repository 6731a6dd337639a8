import type {
  ScanReport as ScanReportModel,
  ScanWarning as ScanWarningModel,
  SourceError as SourceErrorModel,
  SourceGap as SourceGapModel,
} from '../model/connection.ts';
import { type FaultCode, faultRules } from '../model/fault.ts';
import { formatSecond } from '../model/time.ts';
import { builder } from './builder.ts';
import { AuditSource } from './source.ts';
import { TimeWindow } from './window.ts';

export const ScanBudgetInput = builder.inputType('ScanBudgetInput', {
  description: "Stops a scan early instead of letting one caller take the account's quota.",
  fields: (t) => ({
    maxUpstreamCalls: t.int({
      description:
        'Calls beyond the first page of each source; default `auditLimits.defaultUpstreamCalls`, at most ' +
        '`maxUpstreamCalls`.',
    }),
    maxWait: t.field({
      type: 'Duration',
      description: 'Time to read; default `auditLimits.defaultWaitMs`, at most `maxWaitMs`.',
    }),
  }),
});

const ScanState = builder.enumType('ScanState', {
  description: 'How far a page got.',
  values: {
    EXHAUSTED: {
      value: 'EXHAUSTED',
      description: "The window's end was reached. With an empty `missing`: this is all.",
    },
    PAGE_FULL: { value: 'PAGE_FULL', description: 'As many events as asked for; there may be more.' },
    STOPPED: {
      value: 'STOPPED',
      description: 'Ended early, see `stoppedBy`; perhaps with few events, or none. Go on from the cursor.',
    },
  } as const,
});

const ScanStop = builder.enumType('ScanStop', {
  description: 'Why a page ended early.',
  values: {
    CALL_BUDGET: { value: 'CALL_BUDGET', description: 'The calls of its budget were used up.' },
    TIME_BUDGET: { value: 'TIME_BUDGET', description: 'The time of its budget was over.' },
    DEADLINE: { value: 'DEADLINE', description: 'The time of the request was over.' },
    THROTTLED: { value: 'THROTTLED', description: "The account's calls were taken; see `retryAfterMs`." },
  } as const,
});

const ScanWarningCode = builder.enumType('ScanWarningCode', {
  description: 'What to know before trusting an answer.',
  values: {
    WINDOW_CLIPPED_TO_RETENTION: {
      value: 'WINDOW_CLIPPED_TO_RETENTION',
      description: 'The window began before what ActionTrail keeps, and was clipped.',
    },
    UNSETTLED_TAIL: {
      value: 'UNSETTLED_TAIL',
      description: 'The window reaches into what late arrivals may still change.',
    },
    RESIDUAL_FILTER: {
      value: 'RESIDUAL_FILTER',
      description: 'A part of the filter is evaluated in the gateway.',
    },
    VALUE_SUSPECT: {
      value: 'VALUE_SUSPECT',
      description: 'A value looks misspelt; ActionTrail would silently find nothing.',
    },
    GLOBAL_REGION_NOT_CONFIGURED: {
      value: 'GLOBAL_REGION_NOT_CONFIGURED',
      description: 'Events of a global service were asked for in regions that do not record them.',
    },
  } as const,
});

const AuditErrorCode = builder.enumType('AuditErrorCode', {
  description: 'The one list of codes: here, and as `errors[].extensions.code`.',
  values: Object.keys(faultRules) as FaultCode[],
});

export const ScanWarning = builder.objectRef<ScanWarningModel>('ScanWarning').implement({
  description: 'Something to know before trusting an answer.',
  fields: (t) => ({
    code: t.expose('code', { type: ScanWarningCode, nullable: false }),
    message: t.exposeString('message', { nullable: false, description: 'For people; may change.' }),
  }),
});

const SourceError = builder.objectRef<SourceErrorModel>('SourceError').implement({
  description: 'Why a source could not be read.',
  fields: (t) => ({
    code: t.expose('code', { type: AuditErrorCode, nullable: false }),
    message: t.exposeString('message', { nullable: false, description: 'For people; may change.' }),
    isRetryable: t.exposeBoolean('isRetryable', {
      nullable: false,
      description: 'True when the same question may succeed later.',
    }),
    retryAfterMs: t.exposeInt('retryAfterMs', { description: 'Null where that is not known.' }),
    upstreamRequestId: t.exposeString('upstreamRequestId', {
      description:
        "ActionTrail's id of the call, for Alibaba Cloud's support; on the page that met the error.",
    }),
  }),
});

const SourceGap = builder.objectRef<SourceGapModel>('SourceGap').implement({
  description: 'A window of one source that was passed over. Ask for it again, as `window` and `sources`.',
  fields: (t) => ({
    source: t.expose('source', { type: AuditSource, nullable: false }),
    window: t.expose('window', {
      type: TimeWindow,
      nullable: false,
      description:
        'Events of its first second, in reading order, may already have been returned: drop those you have, by `id`.',
    }),
    error: t.expose('error', { type: SourceError, nullable: false }),
  }),
});

export const ScanReport = builder.objectRef<ScanReportModel>('ScanReport').implement({
  description: 'What was read to make this page.',
  fields: (t) => ({
    state: t.expose('state', { type: ScanState, nullable: false }),
    stoppedBy: t.expose('stoppedBy', { type: ScanStop, description: 'Null unless `state` is STOPPED.' }),
    progressed: t.exposeBoolean('progressed', {
      nullable: false,
      description:
        'False: asking again at once brings nothing; wait `retryAfterMs`, or allow a larger budget.',
    }),
    retryAfterMs: t.exposeInt('retryAfterMs', { description: 'When to go on, where that is known.' }),
    scannedTo: t.field({
      type: 'DateTime',
      description: 'How far this page was read, in its own direction. Null: not at all.',
      resolve: ({ scannedTo }) => (scannedTo === null ? null : formatSecond(scannedTo)),
    }),
    examined: t.exposeInt('examined', {
      nullable: false,
      description: 'Events looked at, those passed over on the way included.',
    }),
    upstreamCalls: t.exposeInt('upstreamCalls', {
      nullable: false,
      description: 'LookupEvents calls that were sent for this page.',
    }),
    callsAvoided: t.exposeInt('callsAvoided', {
      nullable: false,
      description: 'Pages answered without a call: by memory, or by a call that somebody else had under way.',
    }),
    waitedMs: t.exposeInt('waitedMs', {
      nullable: false,
      description: 'Milliseconds spent on ActionTrail, waiting for a turn included.',
    }),
    settledBefore: t.field({
      type: 'DateTime',
      nullable: false,
      description:
        'No new event is expected before this instant. ActionTrail shows events about ten minutes late.',
      resolve: ({ settledBefore }) => formatSecond(settledBefore),
    }),
    missing: t.field({
      type: [SourceGap],
      nullable: { list: false, items: false },
      description:
        'What could not be read since the first page of this chain. A source that fails is left out from there on.',
      resolve: ({ missing }) => [...missing],
    }),
    upstreamRequestIds: t.exposeStringList('upstreamRequestIds', {
      nullable: false,
      description: "ActionTrail's ids of those calls, for Alibaba Cloud's support.",
    }),
    warnings: t.field({
      type: [ScanWarning],
      nullable: { list: false, items: false },
      resolve: ({ warnings }) => [...warnings()],
    }),
  }),
});
