import { type EventLookUp, eventLookUp, type LookUpParts } from '../../src/model/action-trail.ts';
import { type Call, Tally } from '../../src/model/call.ts';
import { openGrant } from '../../src/model/grant.ts';

export const noon = Date.parse('2026-11-20T12:00:00Z');

/** A call that may read everything, with all the time in the world, made at noon unless told otherwise. */
export function callAt(nowMs: number = noon, overrides: Partial<Call> = {}): Call {
  return {
    requestId: 'test',
    nowMs,
    deadline: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    tally: new Tally(),
    viewer: 'test',
    grant: openGrant,
    ...overrides,
  };
}

/** A look-up that somebody made who may read everything. */
export function granted(parts: LookUpParts): EventLookUp {
  return eventLookUp(callAt(), parts);
}

/** All that a tally tells, to compare it. */
export function countsOf(tally: Tally): object {
  const { upstreamRequestIds, sources, events, jobs } = tally;
  return { ...tally, upstreamRequestIds, sources: [...sources], events: [...events], jobs: [...jobs] };
}
