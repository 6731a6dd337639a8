import type { Fault } from '../model/fault.ts';
import { refusalFault, type Where } from './faults.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import type { Answer } from './receiver.ts';

/** An answer that ActionTrail meant as one: a 2xx, whole, a JSON object with a request id and no error in it. */
export interface Success {
  readonly body: JsonObject;
  readonly requestId: string;
  /** The fault to throw when the body lacks what the operation promises. */
  readonly malformed: () => Fault;
}

/** Sorts answers from refusals. `noteRequestId` hears of the id, where one came, before a refusal is thrown. */
export function readAnswer(answer: Answer, where: Where, noteRequestId: (id: string) => void): Success {
  const body = parseBody(answer);
  const requestId =
    clean(body?.RequestId) ?? clean(body?.requestId) ?? clean(answer.headers['x-acs-request-id']);
  if (requestId !== null) noteRequestId(requestId);
  const refusal = {
    status: answer.status,
    upstreamCode: clean(body?.Code) ?? clean(body?.code),
    upstreamRequestId: requestId,
    retryAfterMs: retryAfterMs(answer.headers),
    flaw: answer.flaw ?? (body === null ? ('NOT_JSON' as const) : null),
  };
  const malformed = () => refusalFault({ ...refusal, upstreamCode: null, flaw: 'WRONG_SHAPE' }, where);
  const isSuccess = answer.status >= 200 && answer.status < 300;
  // Some proxies answer 200 to everything: an error told in the body is an error.
  if (!isSuccess || body === null || refusal.upstreamCode !== null) throw refusalFault(refusal, where);
  if (clean(body.RequestId) === null || requestId === null) throw malformed();
  return { body, requestId, malformed };
}

function parseBody({ body }: Answer): JsonObject | null {
  try {
    const value = body === null ? null : parseJson(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Ids and codes are shown and logged, so they may only look like ids and codes. Masked examples contain asterisks. */
function clean(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.*-]{1,80}$/.test(value) ? value : null;
}

const longestRetryAfterMs = 3_600_000;

/** Alibaba's own header counts milliseconds, the standard one seconds; a date in it is not worth a clock. */
function retryAfterMs(headers: Answer['headers']): number | null {
  const own = digits(headers['x-acs-retry-after']);
  const standard = digits(headers['retry-after']);
  const ms = own ?? (standard === null ? null : standard * 1000);
  return ms === null ? null : Math.min(ms, longestRetryAfterMs);
}

function digits(value: unknown): number | null {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
