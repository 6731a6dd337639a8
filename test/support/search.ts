import type { ActionTrail } from '../../src/model/action-trail.ts';
import type { Source } from '../../src/model/source.ts';
import { createSealer, createSearch, type Search } from '../../src/search/index.ts';
import { source } from './events.ts';

/** A search with time to spare, over whatever ActionTrail a test brings. */
export function searchOver(
  actionTrail: ActionTrail,
  sources: readonly Source[] = [source],
  overrides: Partial<Parameters<typeof createSearch>[0]> = {},
): Search {
  return createSearch({
    actionTrail,
    sources,
    sealer: createSealer([Buffer.alloc(32, 7)]),
    observer: silent,
    elapsed: () => 0,
    settleDelaySeconds: 900,
    maxUpstreamCalls: 40,
    maxWaitMs: 30_000,
    callsPerSecond: 1000,
    maxPageSize: 200,
    keptPageBytes: 0,
    requestTimeoutMs: 10_000,
    ...overrides,
  });
}

import { silent } from '../../src/model/observer.ts';
