import type { Fault } from '../../../src/emulator/index.ts';
import type { FaultCode } from '../../../src/model/fault.ts';

/** A fault that the emulator can do, and what becomes of a question that meets it all the time. */
export interface Row {
  /** Number in the list of 24 faults; 0 for what is not on it. */
  readonly number: number;
  readonly name: string;
  readonly fault: Fault;
  /** Null: the answer is whole (or, in the middle of a long page, a true part of it). */
  readonly code: FaultCode | null;
  /** It is about events: the answer is what the emulator says while it lasts, and right once it is over. */
  readonly isTwist?: boolean;
  /** It can only strike a call that carries a token. */
  readonly needsToken?: boolean;
}

const long = { ms: 60_000 };
const large = { bytes: 16 * 1024 * 1024 };

export const rows: readonly Row[] = [
  row(1, 'throttled with 400', { kind: 'throttle' }, 'UPSTREAM_THROTTLED'),
  row(1, 'throttled with 429', { kind: 'throttle', status: 429 }, 'UPSTREAM_THROTTLED'),
  row(1, 'throttled for a while', { kind: 'throttle', retryAfterMs: 60_000 }, 'UPSTREAM_THROTTLED'),
  row(2, '500 in JSON', { kind: 'json-500' }, 'UPSTREAM_UNAVAILABLE'),
  row(2, '503 in JSON', { kind: 'json-503' }, 'UPSTREAM_UNAVAILABLE'),
  row(2, '503 in XML', { kind: 'xml-503' }, 'UPSTREAM_UNAVAILABLE'),
  row(3, '502 in HTML', { kind: 'html-502' }, 'UPSTREAM_UNAVAILABLE'),
  row(4, 'an empty 503', { kind: 'empty-503' }, 'UPSTREAM_UNAVAILABLE'),
  row(4, 'an empty 200', { kind: 'empty-200' }, 'UPSTREAM_MALFORMED'),
  row(5, 'JSON that is cut off', { kind: 'wrong-json' }, 'UPSTREAM_MALFORMED'),
  row(6, 'the body null', { kind: 'null-json' }, 'UPSTREAM_MALFORMED'),
  row(6, 'the body []', { kind: 'array-json' }, 'UPSTREAM_MALFORMED'),
  row(6, 'other types than promised', { kind: 'wrong-shape' }, 'UPSTREAM_MALFORMED'),
  row(7, '200 with an error in it', { kind: 'error-body-200' }, 'UPSTREAM_UNAVAILABLE'),
  row(8, 'half of the announced length', { kind: 'half-body' }, 'UPSTREAM_MALFORMED'),
  row(9, 'fewer events and no length', { kind: 'short-body' }, 'UPSTREAM_MALFORMED'),
  row(10, 'a reset before the answer', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'),
  row(10, 'a stale connection', { kind: 'drop-socket' }, null),
  row(11, 'a reset in mid-body', { kind: 'reset-mid-body' }, 'UPSTREAM_MALFORMED'),
  row(12, 'no answer', { kind: 'never' }, 'DEADLINE_EXCEEDED'),
  row(13, 'a slow first byte', { kind: 'slow', ...long }, 'DEADLINE_EXCEEDED'),
  row(14, 'a body that drips', { kind: 'drip' }, 'DEADLINE_EXCEEDED'),
  row(14, 'a body that stalls', { kind: 'stall' }, 'DEADLINE_EXCEEDED'),
  row(15, 'a huge body', { kind: 'huge-body', ...large }, 'UPSTREAM_MALFORMED'),
  row(16, 'gzip that nobody asked for', { kind: 'gzip' }, 'UPSTREAM_MALFORMED'),
  row(16, 'a gzip bomb', { kind: 'gzip-bomb', bytes: 64 * 1024 * 1024 }, 'UPSTREAM_MALFORMED'),
  row(20, 'a clock that differs', { kind: 'clock-skew' }, 'UPSTREAM_UNAUTHORIZED'),
  row(21, 'expired credentials', { kind: 'expired-credentials' }, 'UPSTREAM_UNAUTHORIZED'),
  { ...row(22, 'a refused token', { kind: 'refused-token' }, 'UPSTREAM_REJECTED'), needsToken: true },
  {
    ...row(22, 'a token that leads back', { kind: 'repeated-token' }, 'UPSTREAM_MALFORMED'),
    needsToken: true,
  },
  { ...row(22, 'tokens without end', { kind: 'endless-token' }, null), isTwist: true },
  { ...row(23, 'events twice', { kind: 'duplicate-events' }, null), isTwist: true },
  { ...row(23, 'events out of order', { kind: 'shuffled-events' }, null), isTwist: true },
  { ...row(23, 'events that come late', { kind: 'late-events' }, null), isTwist: true },
  row(24, 'an account that is revoked', { kind: 'forbidden' }, 'UPSTREAM_UNAUTHORIZED'),
  row(0, 'a nonce taken for a repeated one', { kind: 'nonce-used' }, 'UPSTREAM_UNAVAILABLE'),
  row(0, 'a redirect', { kind: 'redirect' }, 'UPSTREAM_MALFORMED'),
  row(0, 'something that is not HTTP', { kind: 'not-http' }, 'UPSTREAM_MALFORMED'),
];

function row(number: number, name: string, fault: Fault, code: FaultCode | null): Row {
  return { number, name, fault, code };
}
