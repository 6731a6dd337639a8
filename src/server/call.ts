import { type Call, Tally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import type { HttpRequest } from './http.ts';

/** The call as the door holds it: it alone may end it. */
export interface OpenCall extends Call {
  deadline: number;
  /** The deadline counts from here. Before, while the body comes in, node:http has its own patience. */
  start(): void;
  /** True once the client has its answer, or has left: what happens then interests nobody. */
  isOver: boolean;
  abort(reason: unknown): void;
}

export interface CallOptions {
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  newRequestId(): string;
}

export function openCall(
  request: HttpRequest,
  { clock, requestTimeoutMs, newRequestId }: CallOptions,
): OpenCall {
  const controller = new AbortController();
  const call: OpenCall = {
    requestId: saneRequestId(request.header('x-request-id')) ?? newRequestId(),
    nowMs: clock.now(),
    deadline: Number.POSITIVE_INFINITY,
    signal: controller.signal,
    tally: new Tally(),
    isOver: false,
    start: () => {
      call.deadline = clock.elapsed() + requestTimeoutMs;
    },
    abort: (reason) => controller.abort(reason),
  };
  request.onGone(() => {
    call.isOver = true;
    controller.abort(new DOMException('The client has left.', 'AbortError'));
  });
  return call;
}

/** Ids end up in logs and headers, so only harmless ones are taken over. */
function saneRequestId(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9-]{1,64}$/.test(text) ? text : null;
}
