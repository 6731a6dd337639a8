/** `warning`: it works, but look at it. `failed`: some questions will have no answer. */
export type Status = 'ok' | 'warning' | 'failed';

/** What one check found. */
export interface Finding {
  readonly status: Status;
  /** What was looked at, in a word or two: `credentials`, `LookupEvents`, `clock`. */
  readonly check: string;
  /** Name of the account in the configuration. */
  readonly account?: string;
  readonly region?: string;
  /** One sentence. Never a secret, never a text of somebody else's. */
  readonly found: string;
  /** What to change. Missing where there is nothing to do. */
  readonly advice?: string;
}
