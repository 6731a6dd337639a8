import type { ActionTrail } from '../model/action-trail.ts';
import type { Grant } from '../model/grant.ts';
import type { Source } from '../model/source.ts';
import type { KnownPages } from './known-pages.ts';
import type { Learned } from './learned.ts';
import type { ReaderParts } from './reader.ts';
import type { Sealer } from './seal.ts';

/** What every question is answered with. */
export interface SearchParts {
  readonly actionTrail: ActionTrail;
  readonly sources: readonly Source[];
  readonly sealer: Sealer;
  /** Monotonic milliseconds, as `Clock.elapsed`. */
  readonly elapsed: () => number;
  /** Events younger than this may still be joined by late arrivals. */
  readonly settleDelaySeconds: number;
  /** The most that a caller's budget may allow: calls beyond a page per look-up, and milliseconds. */
  readonly maxUpstreamCalls: number;
  readonly maxWaitMs: number;
  /** LookupEvents calls that this process may make for the account that may make the fewest. */
  readonly callsPerSecond: number;
  /** Events on a page. */
  readonly maxPageSize: number;
  /** How long a request may take. */
  readonly requestTimeoutMs: number;
  /** What has been learned since the start. */
  readonly learned: (grant: Grant) => Learned;
  readonly knownPages: KnownPages;
  /** Told of every event that ActionTrail matched. */
  readonly compare: ReaderParts['onEvent'];
}
