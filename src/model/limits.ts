/** What this gateway enforces. `auditLimits` answers with these very numbers. */
export const limits = {
  defaultPageSize: 50,
  maxPageSize: 200,
  /** Each id may cost a LookupEvents call, and a request has time for about twice as many. */
  maxNodeIds: 10,
  /** Region statuses cost a call per job. */
  maxJobPageSize: 25,
  /** ActionTrail answers for the last 90 days (its usage limits). */
  retentionDays: 90,
} as const;

/** ActionTrail's own page size limit; upstream pages are always asked for in this size. */
export const upstreamPageSize = 50;
