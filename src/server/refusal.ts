import { Fault, type FaultCode, type FaultDetail, faultRules } from '../model/fault.ts';
import { type HttpAnswer, jsonAnswer } from './http.ts';

/** A fault for which HTTP has a more exact status, or wants a header. */
export class Refusal extends Fault {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    headers: Record<string, string> = {},
    code: FaultCode = 'BAD_USER_INPUT',
    detail: FaultDetail = {},
  ) {
    super(code, message, detail);
    this.status = status;
    this.headers = headers;
  }
}

/** The rest of such a body is not read: the connection cannot be used again. */
export function bodyTooLarge(maxBytes: number): Refusal {
  const message = `The body is longer than ${maxBytes} bytes. Ask in several requests.`;
  return new Refusal(413, message, { connection: 'close' }, 'LIMIT_EXCEEDED');
}

/** The answer when there is nothing but a fault. */
export function refuse(fault: Fault, requestId: string, mediaType = 'application/json'): HttpAnswer {
  const status = fault instanceof Refusal ? fault.status : faultRules[fault.code].httpStatus;
  const { retryAfterMs } = fault.detail;
  const headers = {
    'content-type': `${mediaType}; charset=utf-8`,
    'cache-control': 'no-store',
    ...(retryAfterMs === undefined ? {} : { 'retry-after': retryAfter(retryAfterMs) }),
    ...(fault instanceof Refusal ? fault.headers : {}),
  };
  const error = { message: shownMessage(fault), extensions: extensionsOf(fault, requestId) };
  return jsonAnswer(status, { errors: [error] }, headers);
}

/** The header counts whole seconds. */
export function retryAfter(ms: number): string {
  return `${Math.ceil(ms / 1000)}`;
}

export function shownMessage(fault: Fault): string {
  return faultRules[fault.code].isShown ? fault.message : 'Internal error.';
}

/** What callers may know of a fault besides its message. */
export function extensionsOf({ code, detail }: Fault, requestId: string): Record<string, unknown> {
  const { isRetryable, isShown } = faultRules[code];
  if (!isShown) return { code, isRetryable, requestId };
  const { retryAfterMs, account, region, upstreamRequestId } = detail;
  const known = Object.entries({ retryAfterMs, account, region, upstreamRequestId });
  return { code, isRetryable, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}
