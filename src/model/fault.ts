import type { LogLevel } from './observer.ts';

interface FaultRule {
  /** HTTP status when the whole request is refused before execution; field errors travel in a 200. */
  readonly httpStatus: number;
  /** True when the same question may succeed later without being changed. */
  readonly isRetryable: boolean;
  /** False: callers see only a constant text and the request id. */
  readonly isShown: boolean;
  readonly logLevel: LogLevel;
}

/** The one list of codes: what they mean to HTTP, to callers and to the log. Described in `schema/README.md`. */
export const faultRules = {
  BAD_USER_INPUT: { httpStatus: 400, isRetryable: false, isShown: true, logLevel: 'debug' },
  GRAPHQL_PARSE_FAILED: { httpStatus: 400, isRetryable: false, isShown: true, logLevel: 'debug' },
  GRAPHQL_VALIDATION_FAILED: { httpStatus: 400, isRetryable: false, isShown: true, logLevel: 'debug' },
  INVALID_CURSOR: { httpStatus: 400, isRetryable: false, isShown: true, logLevel: 'debug' },
  LIMIT_EXCEEDED: { httpStatus: 400, isRetryable: false, isShown: true, logLevel: 'info' },
  UPSTREAM_THROTTLED: { httpStatus: 503, isRetryable: true, isShown: true, logLevel: 'warn' },
  UPSTREAM_BUSY: { httpStatus: 503, isRetryable: true, isShown: true, logLevel: 'info' },
  UPSTREAM_TIMEOUT: { httpStatus: 504, isRetryable: true, isShown: true, logLevel: 'warn' },
  UPSTREAM_UNAVAILABLE: { httpStatus: 502, isRetryable: true, isShown: true, logLevel: 'warn' },
  UPSTREAM_UNAUTHORIZED: { httpStatus: 502, isRetryable: false, isShown: true, logLevel: 'error' },
  UPSTREAM_REJECTED: { httpStatus: 502, isRetryable: false, isShown: true, logLevel: 'warn' },
  UPSTREAM_MALFORMED: { httpStatus: 502, isRetryable: true, isShown: true, logLevel: 'error' },
  DEADLINE_EXCEEDED: { httpStatus: 504, isRetryable: true, isShown: true, logLevel: 'info' },
  SHUTTING_DOWN: { httpStatus: 503, isRetryable: true, isShown: true, logLevel: 'info' },
  INTERNAL: { httpStatus: 500, isRetryable: false, isShown: false, logLevel: 'error' },
  UNAUTHENTICATED: { httpStatus: 401, isRetryable: false, isShown: true, logLevel: 'info' },
  FORBIDDEN: { httpStatus: 403, isRetryable: false, isShown: true, logLevel: 'debug' },
} as const satisfies Record<string, FaultRule>;

export type FaultCode = keyof typeof faultRules;

export interface FaultDetail {
  /** Wait this long before asking again, where that is known. */
  readonly retryAfterMs?: number;
  /** Name of the account in the configuration. */
  readonly account?: string;
  readonly region?: string;
  /** The id under which Alibaba Cloud's support finds the call. */
  readonly upstreamRequestId?: string;
  /** ActionTrail's own error code: for logs and for the layers of `actiontrail`, not for callers. */
  readonly upstreamCode?: string;
  /** What exactly was wrong, where who asks must not be told: for logs only. */
  readonly reason?: string;
  /** Host and port that gave no answer: for logs only. */
  readonly upstreamAddress?: string;
  readonly cause?: unknown;
}

/** "No answer." The message is ours, safe to show, and says what was expected, what came and what to change. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly detail: Omit<FaultDetail, 'cause'>;

  constructor(code: FaultCode, message: string, { cause, ...detail }: FaultDetail = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }
}

export function badUserInput(message: string): Fault {
  return new Fault('BAD_USER_INPUT', message);
}
