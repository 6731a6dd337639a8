import { type Call, Tally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { badUserInput, type FaultCode } from '../model/fault.ts';
import { closedGrant, type Grant, type Viewer } from '../model/grant.ts';
import type { Span } from '../model/span.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import type { HttpRequest } from './http.ts';

/** The call as the door holds it: it alone may end it. */
export interface OpenCall extends Call {
  deadline: number;
  viewer: string;
  grant: Grant;
  /** Who asks. Null until that is known; until then nothing may be read. */
  identity: Viewer | null;
  admit(viewer: Viewer): void;
  /** The deadline counts from here. Before, while the body comes in, node:http has its own patience. */
  start(timeoutMs: number): void;
  /** True once the client has its answer, or has left: what happens then interests nobody. */
  isOver: boolean;
  abort(reason: unknown): void;
  span: Span | undefined;
  /** On the monotonic clock, milliseconds. */
  readonly startedAt: number;
  /** What is learned of an operation on its way, for those who keep account of it. */
  asked: GraphqlRequest | null;
  operationName: string | null;
  /** Stands for an answer that is given again as it is; null where it was made for this call. */
  keptAnswer: object | null;
  /** Of every fault in the answer, in the order they came. */
  readonly codes: Set<FaultCode>;
}

export interface CallOptions {
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  newRequestId(): string;
}

export function openCall(request: HttpRequest, { clock, newRequestId }: CallOptions): OpenCall {
  let controller: AbortController | undefined;
  // Made when somebody looks: what is answered from memory needs none, and it costs as much as the rest of a call.
  const abortion = () => {
    controller ??= new AbortController();
    return controller;
  };
  const call: OpenCall = {
    requestId: saneRequestId(request.header('x-request-id')) ?? newRequestId(),
    nowMs: clock.now(),
    deadline: Number.POSITIVE_INFINITY,
    get signal() {
      return abortion().signal;
    },
    tally: new Tally(),
    viewer: '',
    grant: closedGrant,
    identity: null,
    admit: (viewer) => {
      call.identity = viewer;
      call.viewer = viewer.subject;
      call.grant = viewer.grant;
    },
    span: undefined,
    isOver: false,
    startedAt: clock.elapsed(),
    asked: null,
    operationName: null,
    keptAnswer: null,
    codes: new Set(),
    start: (timeoutMs) => {
      call.deadline = clock.elapsed() + timeoutMs;
    },
    abort: (reason) => abortion().abort(reason),
  };
  request.onGone(() => {
    call.isOver = true;
    call.abort(new DOMException('The client has left.', 'AbortError'));
  });
  return call;
}

/**
 * How long an operation may take, milliseconds: what the client asks for in `x-request-timeout-ms`, never more than is
 * configured. Throws BAD_USER_INPUT for what is no number of milliseconds.
 */
export function timeoutOf(
  request: HttpRequest,
  { requestTimeoutMs }: Pick<CallOptions, 'requestTimeoutMs'>,
): number {
  const asked = request.header('x-request-timeout-ms');
  if (asked === null) return requestTimeoutMs;
  if (/^[1-9]\d{0,8}$/.test(asked)) return Math.min(Number(asked), requestTimeoutMs);
  throw badUserInput('x-request-timeout-ms: expected whole milliseconds, 1 or more, in digits.');
}

/** Ids end up in logs and headers, so only harmless ones are taken over. */
function saneRequestId(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9-]{1,64}$/.test(text) ? text : null;
}
