import type { Grant } from '../model/grant.ts';
import { perObject } from '../model/per-object.ts';
import { createDensity, type Density } from './density.ts';
import { createKnownValues, type KnownValues } from './known-values.ts';

/** What is learned from events, and told of in estimates and warnings. */
export interface Learned {
  readonly density: Density;
  readonly knownValues: KnownValues;
}

/** By grant, since it would tell of the events it was learned from: nobody hears of what only others may see. */
export function learnedByGrant(): (grant: Grant) => Learned {
  return perObject(() => ({ density: createDensity(), knownValues: createKnownValues() }));
}
