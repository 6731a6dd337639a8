/** What one request may ask for: from the configuration (`limits`), told by `auditLimits`, named by what refuses. */
export interface RequestLimits {
  /** Of the HTTP body. */
  readonly maxBodyBytes: number;
  /** Names, braces and values of a document. */
  readonly maxTokens: number;
  /** Of fields in fields, in one operation; this and the next three count a fragment as often as it is spread. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxDirectives: number;
  /** How many errors of one document are told. */
  readonly maxValidationErrors: number;
  /** Events on a page. */
  readonly maxPageSize: number;
  /** Of one operation with its variables, in points: see `graphql/cost.ts`. */
  readonly maxCost: number;
}

/** What this gateway enforces besides, everywhere alike. `auditLimits` answers with these very numbers. */
export const limits = {
  defaultPageSize: 50,
  /** Each id may cost a LookupEvents call, and a request has time for about twice as many. */
  maxNodeIds: 10,
  /** What the entities of one operation may start together: about what one account has time for in a request. */
  maxEntityLookUps: 20,
  /** Region statuses cost a call per job. */
  maxJobPageSize: 25,
  /** Nesting of `and`, `or` and `not`. */
  maxFilterDepth: 6,
  /** Single matches in a filter, over all of its nesting. */
  maxFilterTerms: 60,
  /** Lists and objects within each other in variables. Twice what the deepest filter needs. */
  maxVariableDepth: 32,
  /** Numbers, texts, lists and objects in variables. */
  maxVariableValues: 10_000,
  /** Values of one `in` or `notIn`. */
  maxMatchValues: 100,
  /** Of one query; how many fit the account's rate may be fewer. */
  maxSources: 32,
  /** Calls of one scan beyond the first page of each source; the configuration sets the maximum. */
  defaultUpstreamCalls: 10,
  defaultWaitMs: 8000,
  /** ActionTrail answers for the last 90 days (its usage limits). */
  retentionDays: 90,
} as const;

/** ActionTrail's own page size limit; upstream pages are always asked for in this size. */
export const upstreamPageSize = 50;
