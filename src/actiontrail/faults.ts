import { Fault, type FaultCode, type FaultDetail } from '../model/fault.ts';
import type { Flaw } from './receiver.ts';
import type { ConnectionError } from './transport.ts';

/** Which call failed: account, region and operation. */
export interface Where {
  readonly account: string;
  readonly region: string;
  readonly action: string;
}

/** What is known of an answer that is none. */
export interface Refusal {
  readonly status: number;
  /** ActionTrail's own code, cleaned; null where the body has none. */
  readonly upstreamCode: string | null;
  readonly upstreamRequestId: string | null;
  readonly retryAfterMs: number | null;
  readonly flaw: Flaw | 'NOT_JSON' | 'WRONG_SHAPE' | null;
}

type Rule = readonly [pattern: RegExp, code: FaultCode, hint: string];

const credentialsHint =
  'look at the access key of this account: unknown, disabled, expired, or with another secret';
const policyHint =
  'look at the RAM policy of this key: it needs the actiontrail actions listed in the README';
const clockHint = "look at this machine's clock: it differs from Alibaba Cloud's by more than 15 minutes";

/**
 * By code first: ActionTrail answers 400 to throttling, to bad signatures and to bad parameters alike.
 * Sources: the catalogue of API 2020-07-06, Alibaba's common error codes, and sister products for the signature codes.
 */
const codeRules: readonly Rule[] = [
  [
    /Throttling/,
    'UPSTREAM_THROTTLED',
    'the account makes too many calls, the console and other tools included',
  ],
  [
    /^SignatureNonceUsed/,
    'UPSTREAM_UNAVAILABLE',
    'a nonce was taken for a repeated one; the same call may be sent again',
  ],
  [/^(InvalidTimeStamp|IllegalTimestamp)/i, 'UPSTREAM_UNAUTHORIZED', clockHint],
  [
    /^(InvalidAccessKeyId|InvalidSecurityToken|InvalidCredentials|MissingSecurityToken)/,
    'UPSTREAM_UNAUTHORIZED',
    credentialsHint,
  ],
  [/^(SignatureDoesNotMatch|IncompleteSignature)/, 'UPSTREAM_UNAUTHORIZED', credentialsHint],
  [
    /^(NoPermission|Forbidden|NeedRamAuthorize|NotAuthorized|Unauthorized)/,
    'UPSTREAM_UNAUTHORIZED',
    policyHint,
  ],
  [
    /^(ServiceUnavailable|InternalError|InternalFailure|InternalServerError)/,
    'UPSTREAM_UNAVAILABLE',
    'it says that it has trouble',
  ],
];

const flawHints: Record<NonNullable<Refusal['flaw']>, string> = {
  ENCODED: 'the body is compressed, which was not asked for',
  UNFRAMED:
    'the head tells neither the length of the body nor that it is chunked, so a cut answer would not show',
  TOO_LARGE: 'the body is larger than 8 MiB',
  BROKEN_OFF: 'the connection ended before the body did',
  NOT_JSON: 'the body is no JSON object',
  WRONG_SHAPE: 'the body lacks what this operation answers with',
};

/**
 * The fault for an answer with an error, without sense, or with less than its whole body. Its message is ours and for
 * callers: it quotes nothing of the answer but the status.
 */
export function refusalFault(refusal: Refusal, where: Where): Fault {
  const [code, hint] = classify(refusal);
  // Of an answer with a status that ActionTrail does not give, the body does not matter.
  const isAboutBody = code === 'UPSTREAM_MALFORMED' && isSuccess(refusal.status);
  const because = isAboutBody && refusal.flaw !== null ? flawHints[refusal.flaw] : hint;
  const said = `${where.action} got HTTP ${refusal.status} for ${place(where)}: ${because}.`;
  return new Fault(code, `${summaries[code]} ${said}`, detailOf(refusal, where));
}

/** The fault for a call that got no answer. */
export function connectionFault(error: ConnectionError, where: Where): Fault {
  const detail = { ...whereDetail(where), upstreamAddress: error.address, cause: error };
  if (/^UND_ERR_(DESTROYED|CLOSED)$/.test(error.code)) {
    return new Fault(
      'SHUTTING_DOWN',
      'The gateway is stopping and has ended its calls to ActionTrail.',
      detail,
    );
  }
  if (/^(HPE_|HTTPParserError|UND_ERR_HEADERS_OVERFLOW)/.test(error.code)) {
    const what = `${where.action} got something that is not HTTP (${error.code}) for ${place(where)}`;
    return new Fault(
      'UPSTREAM_MALFORMED',
      `${summaries.UPSTREAM_MALFORMED} ${what}: look at the endpoint.`,
      detail,
    );
  }
  const what = `${where.action} got no answer (${error.code}) for ${place(where)}`;
  return new Fault('UPSTREAM_UNAVAILABLE', `${summaries.UPSTREAM_UNAVAILABLE} ${what}.`, detail);
}

export function whereDetail({ account, region }: Where): FaultDetail {
  return { account, region };
}

const summaries = {
  UPSTREAM_THROTTLED: 'ActionTrail throttles.',
  UPSTREAM_UNAUTHORIZED: 'ActionTrail refused access.',
  UPSTREAM_UNAVAILABLE: 'ActionTrail is not available.',
  UPSTREAM_REJECTED: 'ActionTrail refused the call.',
  UPSTREAM_MALFORMED: 'ActionTrail gave no usable answer.',
} as const;
type RefusalCode = keyof typeof summaries;

function classify({ status, upstreamCode }: Refusal): readonly [RefusalCode, string] {
  const rule = codeRules.find(([pattern]) => upstreamCode !== null && pattern.test(upstreamCode));
  if (rule !== undefined) return [rule[1] as RefusalCode, rule[2]];
  if (status === 429) return ['UPSTREAM_THROTTLED', 'the account makes too many calls'];
  if (status === 401 || status === 403) return ['UPSTREAM_UNAUTHORIZED', policyHint];
  if (status >= 500 || status === 408) return ['UPSTREAM_UNAVAILABLE', 'it has trouble'];
  if (status >= 400) return ['UPSTREAM_REJECTED', 'it does not accept these parameters'];
  const hint = isSuccess(status)
    ? 'the body is an error'
    : 'ActionTrail answers with no such status; look at the endpoint';
  return ['UPSTREAM_MALFORMED', hint];
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function detailOf(refusal: Refusal, where: Where): FaultDetail {
  const { upstreamCode, upstreamRequestId, retryAfterMs } = refusal;
  return {
    ...whereDetail(where),
    ...(upstreamCode !== null && { upstreamCode }),
    ...(upstreamRequestId !== null && { upstreamRequestId }),
    ...(retryAfterMs !== null && { retryAfterMs }),
  };
}

function place({ account, region }: Where): string {
  return `account ${JSON.stringify(account)} in ${region}`;
}
