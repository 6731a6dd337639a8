import { type Call, Tally } from '../../src/model/call.ts';

export const noon = Date.parse('2026-11-20T12:00:00Z');

/** A call with all the time in the world, made at noon unless told otherwise. */
export function callAt(nowMs: number = noon, overrides: Partial<Call> = {}): Call {
  return {
    requestId: 'test',
    nowMs,
    deadline: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    tally: new Tally(),
    ...overrides,
  };
}
