import type { ActionTrail } from '../model/action-trail.ts';
import type { Source } from '../model/source.ts';
import type { Sealer } from './seal.ts';

/** What every question is answered with. */
export interface SearchParts {
  readonly actionTrail: ActionTrail;
  readonly sources: readonly Source[];
  readonly sealer: Sealer;
  /** Events younger than this may still be joined by late arrivals. */
  readonly settleDelaySeconds: number;
}
