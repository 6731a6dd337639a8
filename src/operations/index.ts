// Made from schema/operations by `npm run schema`. Do not edit.
/* eslint-disable */
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** RFC 3339 instant, for example `2026-11-21T08:30:00Z`. Any offset is accepted; output is always UTC (`Z`). */
  DateTime: { input: string; output: string; }
  /** ISO 8601 duration of days or smaller, for example `PT6H` or `P7D`. Input only. */
  Duration: { input: string; output: string; }
  /** Arbitrary JSON, after redaction. Integers beyond 2^53 are strings. Output only. */
  JSON: { input: unknown; output: unknown; }
};

/** Input only: whether an event is recorded as one that changes something. */
export type AuditAccess =
  | 'READ'
  | 'WRITE';

/** Kinds of callers. OTHER: see the raw value. */
export type AuditActorType =
  | 'ASSUMED_ROLE'
  | 'CLOUD_SSO_USER'
  | 'OIDC_USER'
  | 'OTHER'
  | 'RAM_USER'
  | 'ROOT_ACCOUNT'
  | 'SAML_USER'
  | 'SYSTEM';

/** The one list of codes: here, and as `errors[].extensions.code`. */
export type AuditErrorCode =
  | 'BAD_USER_INPUT'
  | 'DEADLINE_EXCEEDED'
  | 'FORBIDDEN'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'INTERNAL'
  | 'INVALID_CURSOR'
  | 'LIMIT_EXCEEDED'
  | 'SHUTTING_DOWN'
  | 'UNAUTHENTICATED'
  | 'UPSTREAM_BUSY'
  | 'UPSTREAM_MALFORMED'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAUTHORIZED'
  | 'UPSTREAM_UNAVAILABLE';

/** Whether the event changed something. OTHER: see the raw value. */
export type AuditEventAccess =
  | 'OTHER'
  | 'READ'
  | 'WRITE';

/** Fields, `and`, `or` and `not` are ANDed; an empty filter matches everything, `and: []` too, `or: []` nothing. ActionTrail itself matches `eq` of some fields, alone or in documented pairs, and an `in` or `or` of few alternatives; the rest is residual: evaluated in the gateway, which then may read much more than it gives out. `explainEvents` tells which is which, and spends no call. */
export type AuditEventFilter = {
  /** Events recorded as Read or as Write. */
  access?: InputMaybe<AuditAccess>;
  /** The access key that signed the call. */
  accessKeyId?: InputMaybe<StringMatch>;
  /** Account the caller belongs to. (residual) */
  accountId?: InputMaybe<StringMatch>;
  /** As recorded, that is the value of `typeRaw` and not of `type`: `root-account`, `ram-user`, … (residual) */
  actorType?: InputMaybe<StringMatch>;
  /** All of these. */
  and?: InputMaybe<Array<AuditEventFilter>>;
  /** For example `NoPermission`. (residual) */
  errorCode?: InputMaybe<StringMatch>;
  /** ActionTrail's own event id. */
  eventId?: InputMaybe<StringMatch>;
  /** API operation or what happened, for example `CreateUser`. */
  eventName?: InputMaybe<StringMatch>;
  /** As recorded, that is the value of `eventTypeRaw` and not of `eventType`: `ApiCall`, `ConsoleOperation` (older: `ConsoleCall`), `ConsoleSignin`, … */
  eventType?: InputMaybe<StringMatch>;
  /** Of a service without regions. (residual) */
  isGlobal?: InputMaybe<Scalars['Boolean']['input']>;
  /** Events that do not record it match neither value. (residual) */
  isMfaAuthenticated?: InputMaybe<Scalars['Boolean']['input']>;
  /** Marked by ActionTrail as a sensitive operation. (`false` is residual) */
  isSensitive?: InputMaybe<Scalars['Boolean']['input']>;
  /** Not this; an absent value counts as not matching. */
  not?: InputMaybe<AuditEventFilter>;
  /** At least one of these. */
  or?: InputMaybe<Array<AuditEventFilter>>;
  /** Whether it has an error code. (residual) */
  outcome?: InputMaybe<AuditOutcome>;
  /** As recorded. (residual) */
  principalId?: InputMaybe<StringMatch>;
  /** The product's request id. (residual) */
  requestId?: InputMaybe<StringMatch>;
  /** Id or name of a resource the event names. */
  resourceName?: InputMaybe<StringMatch>;
  /** For example `ACS::ECS::Instance`. */
  resourceType?: InputMaybe<StringMatch>;
  /** The role part of a role session. */
  roleName?: InputMaybe<StringMatch>;
  /** Product code in its own case, for example `Ecs`. */
  serviceName?: InputMaybe<StringMatch>;
  /** The session part of a role session. (residual) */
  sessionName?: InputMaybe<StringMatch>;
  /** Where the call came from. */
  sourceIpAddress?: InputMaybe<IpMatch>;
  /** The client program as recorded. (residual) */
  userAgent?: InputMaybe<StringMatch>;
  /** The caller's userName as recorded; for a role session that is `role:session`. */
  userName?: InputMaybe<StringMatch>;
};

/** By event time; within one second in ActionTrail's own order, which it does not document. */
export type AuditEventOrder =
  | 'NEWEST_FIRST'
  | 'OLDEST_FIRST';

/** FAILURE: the event has an error code. */
export type AuditEventOutcome =
  | 'FAILURE'
  | 'SUCCESS';

/** Kinds of events. OTHER: see the raw value. */
export type AuditEventType =
  | 'ALIYUN_SERVICE_EVENT'
  | 'API_CALL'
  | 'CONSOLE_OPERATION'
  | 'CONSOLE_SIGNIN'
  | 'CONSOLE_SIGNOUT'
  | 'OTHER'
  | 'PASSWORD_RESET';

/** Input only. FAILURE: the event has an error code. */
export type AuditOutcome =
  | 'FAILURE'
  | 'SUCCESS';

/** How the calls of this gateway to a source went lately. */
export type AuditSourceHealth =
  /** Most calls failed: it is left alone for 10 to 60 seconds, then tried with one. */
  | 'CIRCUIT_OPEN'
  /** At least a tenth of the calls of the last half minute failed. */
  | 'DEGRADED'
  /** It answers. */
  | 'HEALTHY'
  /** ActionTrail throttled calls lately: fewer are made until it answers again. */
  | 'THROTTLED';

/** One account and some or all of its configured regions; without an account, every account that has the regions. */
export type AuditSourceInput = {
  /** Name of the account in the configuration, as `auditSources` lists it. */
  account?: InputMaybe<Scalars['String']['input']>;
  /** Region ids; left out: every configured region of the account. */
  regions?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** Names one account, and where it matters the region whose endpoint is asked. */
export type AuditSourceRef = {
  /** Name of the account in the configuration. */
  account: Scalars['String']['input'];
  /** Region id; left out: the account's first configured region. ActionTrail does not document whether every region knows every delivery job. */
  region?: InputMaybe<Scalars['String']['input']>;
};

/** EXACT: everything was counted. AT_LEAST: counting stopped early, or something could not be read. */
export type CountRelation =
  | 'AT_LEAST'
  | 'EXACT';

/** Of a job, or of a job in one region. UNKNOWN: a number that ActionTrail does not document. */
export type DeliveryJobStatus =
  | 'COMPLETED'
  | 'DELIVERING'
  | 'FAILED'
  | 'INITIALIZING'
  | 'UNKNOWN';

/** Exactly one operator. Addresses are compared as ActionTrail records them; platform calls record host names, which lie in no block. */
export type IpMatch =
  /** Inside this block, for example `10.0.0.0/8` or `2001:db8::/32`. (residual) */
  { cidr: Scalars['String']['input']; eq?: never; in?: never; notCidr?: never; }
  |  /** The address itself. */
  { cidr?: never; eq: Scalars['String']['input']; in?: never; notCidr?: never; }
  |  /** One of these; `[]` matches nothing. */
  { cidr?: never; eq?: never; in: Array<Scalars['String']['input']>; notCidr?: never; }
  |  /** Not inside this block, host names and absent addresses included. (residual) */
  { cidr?: never; eq?: never; in?: never; notCidr: Scalars['String']['input']; };

/** Stops a scan early instead of letting one caller take the account's quota. */
export type ScanBudgetInput = {
  /** Calls beyond the first page of each source; default `auditLimits.defaultUpstreamCalls`, at most `maxUpstreamCalls`. */
  maxUpstreamCalls?: InputMaybe<Scalars['Int']['input']>;
  /** Time to read; default `auditLimits.defaultWaitMs`, at most `maxWaitMs`. */
  maxWait?: InputMaybe<Scalars['Duration']['input']>;
};

/** How far a page got. */
export type ScanState =
  /** The window's end was reached. With an empty `missing`: this is all. */
  | 'EXHAUSTED'
  /** As many events as asked for; there may be more. */
  | 'PAGE_FULL'
  /** Ended early, see `stoppedBy`; perhaps with few events, or none. Go on from the cursor. */
  | 'STOPPED';

/** Why a page ended early. */
export type ScanStop =
  /** The calls of its budget were used up. */
  | 'CALL_BUDGET'
  /** The time of the request was over. */
  | 'DEADLINE'
  /** The account's calls were taken; see `retryAfterMs`. */
  | 'THROTTLED'
  /** The time of its budget was over. */
  | 'TIME_BUDGET';

/** What to know before trusting an answer. */
export type ScanWarningCode =
  /** Events of a global service were asked for in regions that do not record them. */
  | 'GLOBAL_REGION_NOT_CONFIGURED'
  /** A part of the filter is evaluated in the gateway. */
  | 'RESIDUAL_FILTER'
  /** The window reaches into what late arrivals may still change. */
  | 'UNSETTLED_TAIL'
  /** A value looks misspelt; ActionTrail would silently find nothing. */
  | 'VALUE_SUSPECT'
  /** The window began before what ActionTrail keeps, and was clipped. */
  | 'WINDOW_CLIPPED_TO_RETENTION';

/** Exactly one operator. Matching is exact and case-sensitive. An absent value matches only `exists: false` and `notIn`. Where a field has several values (resources), one of them has to match, and for `notIn` none. */
export type StringMatch =
  /** An empty text matches whatever is there. (residual) */
  { contains: Scalars['String']['input']; eq?: never; exists?: never; in?: never; notIn?: never; startsWith?: never; }
  |  /** The value itself. */
  { contains?: never; eq: Scalars['String']['input']; exists?: never; in?: never; notIn?: never; startsWith?: never; }
  |  /** Whether there is a value at all. (residual) */
  { contains?: never; eq?: never; exists: Scalars['Boolean']['input']; in?: never; notIn?: never; startsWith?: never; }
  |  /** One of these, at most `auditLimits.maxMatchValues`; `[]` matches nothing. */
  { contains?: never; eq?: never; exists?: never; in: Array<Scalars['String']['input']>; notIn?: never; startsWith?: never; }
  |  /** None of these; `[]` matches everything. (residual) */
  { contains?: never; eq?: never; exists?: never; in?: never; notIn: Array<Scalars['String']['input']>; startsWith?: never; }
  |  /** An empty text matches whatever is there. (residual) */
  { contains?: never; eq?: never; exists?: never; in?: never; notIn?: never; startsWith: Scalars['String']['input']; };

/** Half-open: `start` <= eventTime < `end`. Without a start: the last 7 days before the end. The first page freezes a relative window, and its cursors carry it on; relative bounds are rounded outwards to whole minutes, absolute ones to whole seconds. What ActionTrail no longer keeps is clipped, with a warning. */
export type TimeWindowInput = {
  /** Exclusive; left out: now. */
  end?: InputMaybe<Scalars['DateTime']['input']>;
  /** The start, counted back from now. Excludes `start`. */
  past?: InputMaybe<Scalars['Duration']['input']>;
  /** Clips the end to what late arrivals can no longer change (`scan.settledBefore`), for exports: the next one goes on with `start` at the end of this `window`. */
  settledOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Inclusive. */
  start?: InputMaybe<Scalars['DateTime']['input']>;
};

export type RecentEventsQueryVariables = Exact<{
  account?: Scalars['String']['input'];
  region?: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type RecentEventsQuery = { events?: { nodes: Array<{ eventTime?: string | null, serviceName?: string | null, eventName?: string | null, outcome: AuditEventOutcome, sourceIpAddress?: string | null, error?: { code: string } | null, actor?: { type: AuditActorType, userName?: string | null, accessKey?: { accessKeyId: string } | null } | null, resources: Array<{ type?: string | null, name: string }> }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null }, scan: { state: ScanState, upstreamCalls: number, settledBefore: string } } | null };

export type FailedSignInsQueryVariables = Exact<{
  past?: Scalars['Duration']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type FailedSignInsQuery = { events?: { nodes: Array<{ eventTime?: string | null, sourceIpAddress?: string | null, error?: { code: string, message?: string | null } | null, actor?: { userName?: string | null, isMfaAuthenticated?: boolean | null } | null, seenIn: Array<{ account: string, region: string }> }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null }, scan: { state: ScanState, stoppedBy?: ScanStop | null, upstreamCalls: number } } | null };

export type ChangesQueryVariables = Exact<{
  account?: Scalars['String']['input'];
  region?: Scalars['String']['input'];
  service?: Scalars['String']['input'];
  past?: Scalars['Duration']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ChangesQuery = { events?: { edges: Array<{ cursor: string, node: { id: string, eventTime?: string | null, eventName?: string | null, isSensitive: boolean, requestParameters?: unknown | null, redactions: Array<string>, actor?: { userName?: string | null, roleName?: string | null, sessionName?: string | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } | null };

export type DeliveryJobsQueryVariables = Exact<{
  account?: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type DeliveryJobsQuery = { deliveryJobs?: { totalCount?: number | null, nodes: Array<{ id: string, jobId: string, status: DeliveryJobStatus, trailName?: string | null, createdAt?: string | null, progress?: number | null, regions?: Array<{ region: string, status: DeliveryJobStatus, statusCode?: number | null }> | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } | null };

export type SourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesQuery = { auditSources: Array<{ id: string, account: string, accountId: string, region: string, isEmulated: boolean, availableRange: { start: string, end: string }, status: { health: AuditSourceHealth, callsPerSecond: number, waiting: number, estimatedWaitMs: number } }>, auditLimits: { defaultPageSize: number, maxPageSize: number, maxNodeIds: number, maxJobPageSize: number, requestTimeoutMs: number, settleDelayMs: number, retentionDays: number } };

export type ExplainQueryVariables = Exact<{
  past?: Scalars['Duration']['input'];
}>;


export type ExplainQuery = { explainEvents?: { estimatedCalls?: number | null, estimatedWaitMs?: number | null, basis: string, sources: Array<{ residual: Array<string>, source: { region: string }, branches: Array<{ pushedDown: Array<{ key: string, value: string }> }> }>, warnings: Array<{ code: ScanWarningCode, message: string }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const RecentEventsDocument = new TypedDocumentString(`
    query RecentEvents($account: String! = "main", $region: String! = "cn-hangzhou", $first: Int = 10, $after: String) {
  events(
    first: $first
    after: $after
    sources: [{account: $account, regions: [$region]}]
  ) {
    nodes {
      eventTime
      serviceName
      eventName
      outcome
      error {
        code
      }
      actor {
        type
        userName
        accessKey {
          accessKeyId
        }
      }
      sourceIpAddress
      resources(first: 3) {
        type
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    scan {
      state
      upstreamCalls
      settledBefore
    }
  }
}
    `, {"hash":"a6d1359d451714cfd82f7dfc7bd107d7d2cbb48d39f4ca82916e2ec1eaa87bf8"}) as unknown as TypedDocumentString<RecentEventsQuery, RecentEventsQueryVariables>;
export const FailedSignInsDocument = new TypedDocumentString(`
    query FailedSignIns($past: Duration! = "P7D", $after: String) {
  events(
    first: 20
    after: $after
    window: {past: $past}
    filter: {eventName: {eq: "ConsoleSignin"}, outcome: FAILURE}
  ) {
    nodes {
      eventTime
      error {
        code
        message
      }
      actor {
        userName
        isMfaAuthenticated
      }
      sourceIpAddress
      seenIn {
        account
        region
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    scan {
      state
      stoppedBy
      upstreamCalls
    }
  }
}
    `, {"hash":"d70b336c41951423a4d962c3904e2c0c13b007c45c1f26b504efde33b35289d6"}) as unknown as TypedDocumentString<FailedSignInsQuery, FailedSignInsQueryVariables>;
export const ChangesDocument = new TypedDocumentString(`
    query Changes($account: String! = "main", $region: String! = "cn-hangzhou", $service: String! = "Ecs", $past: Duration! = "P7D", $after: String) {
  events(
    first: 20
    after: $after
    order: OLDEST_FIRST
    window: {past: $past}
    filter: {serviceName: {eq: $service}, access: WRITE}
    sources: [{account: $account, regions: [$region]}]
  ) {
    edges {
      cursor
      node {
        id
        eventTime
        eventName
        isSensitive
        actor {
          userName
          roleName
          sessionName
        }
        requestParameters
        redactions
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"795a3a08367d5f96b6b5fba5a9caf7f417debb404246f7165e8947a5be4eb388"}) as unknown as TypedDocumentString<ChangesQuery, ChangesQueryVariables>;
export const DeliveryJobsDocument = new TypedDocumentString(`
    query DeliveryJobs($account: String! = "main", $first: Int = 5, $after: String) {
  deliveryJobs(first: $first, after: $after, source: {account: $account}) {
    totalCount
    nodes {
      id
      jobId
      status
      trailName
      createdAt
      progress
      regions {
        region
        status
        statusCode
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"eca37a627e08bcb0a3fafbad11ad86381fa354917bb5b6750dd11e97a10ed2fc"}) as unknown as TypedDocumentString<DeliveryJobsQuery, DeliveryJobsQueryVariables>;
export const SourcesDocument = new TypedDocumentString(`
    query Sources {
  auditSources {
    id
    account
    accountId
    region
    isEmulated
    availableRange {
      start
      end
    }
    status {
      health
      callsPerSecond
      waiting
      estimatedWaitMs
    }
  }
  auditLimits {
    defaultPageSize
    maxPageSize
    maxNodeIds
    maxJobPageSize
    requestTimeoutMs
    settleDelayMs
    retentionDays
  }
}
    `, {"hash":"0c36a2206323469f911d3eea85e64cfeb3dde22c6ef920a883b9882916c1ed6a"}) as unknown as TypedDocumentString<SourcesQuery, SourcesQueryVariables>;
export const ExplainDocument = new TypedDocumentString(`
    query Explain($past: Duration! = "P1D") {
  explainEvents(
    window: {past: $past}
    filter: {access: WRITE, or: [{outcome: FAILURE}, {isSensitive: true}], sourceIpAddress: {notCidr: "203.0.113.0/24"}}
    sources: [{account: "main"}]
  ) {
    estimatedCalls
    estimatedWaitMs
    basis
    sources {
      source {
        region
      }
      branches {
        pushedDown {
          key
          value
        }
      }
      residual
    }
    warnings {
      code
      message
    }
  }
}
    `, {"hash":"917f1efa12f9985454a4926fa4d5f4b3352b21349843afdaf593884c31f95f52"}) as unknown as TypedDocumentString<ExplainQuery, ExplainQueryVariables>;

/** All of them, to be shown. */
export const examples = [
  { name: "RecentEvents", comment: "# The newest events of one region.\n# Pass endCursor as $after for the next page.\n", document: RecentEventsDocument },
  { name: "FailedSignIns", comment: "# Failed sign-ins to the console during the last week, everywhere.\n", document: FailedSignInsDocument },
  { name: "Changes", comment: "# What was changed in one service, oldest first: ActionTrail matches `serviceName` and `access` by itself.\n", document: ChangesDocument },
  { name: "DeliveryJobs", comment: "# Backfill jobs of an account, newest first, with their regions: one call for the list and one per job.\n", document: DeliveryJobsDocument },
  { name: "Sources", comment: "# What this gateway reads, and its limits. Costs no upstream call.\n", document: SourcesDocument },
  { name: "Explain", comment: "# What a question would do and cost, without asking it.\n", document: ExplainDocument },
] as const;
