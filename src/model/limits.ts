/** What this gateway enforces. `auditLimits` answers with these very numbers. */
export const limits = {
  defaultPageSize: 50,
  maxPageSize: 200,
  /** Each id may cost a LookupEvents call, and a request has time for about twice as many. */
  maxNodeIds: 10,
  /** Region statuses cost a call per job. */
  maxJobPageSize: 25,
  /** Nesting of `and`, `or` and `not`. */
  maxFilterDepth: 6,
  /** Single matches in a filter, over all of its nesting. */
  maxFilterTerms: 60,
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
