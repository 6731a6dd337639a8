import { type Call, Tally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { badUserInput, type FaultCode } from '../model/fault.ts';
import { closedGrant, type Grant, type Viewer } from '../model/grant.ts';
import type { Span } from '../model/span.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import type { HttpRequest } from './http.ts';

export interface CallOptions {
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  newRequestId(): string;
}

export function openCall(request: HttpRequest, { clock, newRequestId }: CallOptions): OpenCall {
  const call = new OpenCall(saneRequestId(request.header('x-request-id')) ?? newRequestId(), clock);
  request.onGone(() => {
    call.isOver = true;
    call.abort(new DOMException('The client has left.', 'AbortError'));
  });
  return call;
}

/** The call as the door holds it: it alone may end it. A class, since it has a getter (see the decisions). */
export class OpenCall implements Call {
  readonly requestId: string;
  readonly nowMs: number;
  /** On the monotonic clock, milliseconds. */
  readonly startedAt: number;
  readonly tally = new Tally();
  deadline = Number.POSITIVE_INFINITY;
  viewer = '';
  grant: Grant = closedGrant;
  /** Who asks. Null until that is known; until then nothing may be read. */
  identity: Viewer | null = null;
  /** True once the client has its answer, or has left: what happens then interests nobody. */
  isOver = false;
  span: Span | undefined;
  /** What is learned of an operation on its way, for those who keep account of it. */
  asked: GraphqlRequest | null = null;
  operationName: string | null = null;
  /**
   * Stands for an answer that is given again as it is; null where it was made for this call. Set by
   * `execution/kept-answers.ts`, read by `access-log.ts`.
   */
  keptAnswer: object | null = null;
  /** Of every fault in the answer, in the order they came. */
  readonly codes = new Set<FaultCode>();
  readonly #clock: Clock;
  #controller: AbortController | undefined;

  constructor(requestId: string, clock: Clock) {
    this.requestId = requestId;
    this.nowMs = clock.now();
    this.startedAt = clock.elapsed();
    this.#clock = clock;
  }

  get signal(): AbortSignal {
    return this.#abortion.signal;
  }

  admit(viewer: Viewer): void {
    this.identity = viewer;
    this.viewer = viewer.subject;
    this.grant = viewer.grant;
  }

  /** The deadline counts from here. Before, while the body comes in, node:http has its own patience. */
  start(timeoutMs: number): void {
    this.deadline = this.#clock.elapsed() + timeoutMs;
  }

  abort(reason: unknown): void {
    this.#abortion.abort(reason);
  }

  /** Made when it is needed: who is answered from memory needs none, and it costs as much as the rest of a call. */
  get #abortion(): AbortController {
    this.#controller ??= new AbortController();
    return this.#controller;
  }
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
