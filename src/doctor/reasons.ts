import { Fault } from '../model/fault.ts';
import type { Status } from './finding.ts';

/** Why a call failed, in plain words, and what to change. */
export interface Reason {
  /** `warning` where it says nothing about the configuration: the account was over its rate. */
  readonly status: Exclude<Status, 'ok'>;
  readonly found: string;
  readonly advice: string;
  /** True when the other calls of this account cannot fare better, so that asking on would be a waste. */
  readonly isOfAccount: boolean;
}

type Rule = readonly [code: RegExp, found: string, advice: string];

/**
 * By ActionTrail's own code. Sources: the product's catalogue of 2020-07-06, Alibaba Cloud's common error codes, and
 * sister products for the codes about signatures.
 */
const accountRules: readonly Rule[] = [
  [
    /^InvalidAccessKeyId\.Inactive/,
    'the access key is disabled',
    'Enable it in the RAM console, or use another one.',
  ],
  [
    /^InvalidAccessKeyId/,
    'Alibaba Cloud does not know this access key',
    'Compare `credentials.accessKeyId` with the RAM console: it was mistyped, or the key was deleted.',
  ],
  [
    /^InvalidSecurityToken\.Expired/,
    'the security token has expired',
    'Tokens of STS live for hours: use `credentials: { type: default }`, which renews them.',
  ],
  [
    /^(InvalidSecurityToken|MissingSecurityToken)/,
    'the security token does not belong to this access key',
    'Take accessKeyId, accessKeySecret and securityToken from one and the same answer of STS.',
  ],
  [
    /^(SignatureDoesNotMatch|IncompleteSignature|InvalidCredentials)/,
    'the signature is wrong: the secret does not belong to this access key',
    'Compare `credentials.accessKeySecret`; a line break or a blank at its end counts too.',
  ],
  [
    /^(InvalidTimeStamp|IllegalTimestamp)/i,
    'the clock of this machine is more than 15 minutes off',
    'Set the clock; `timedatectl` shows whether it is kept by NTP.',
  ],
];

/** `action` without its prefix: `LookupEvents`. */
export function reasonOf(error: unknown, action: string): Reason {
  if (!(error instanceof Fault)) {
    const kind = error instanceof Error ? error.name : typeof error;
    return {
      status: 'failed',
      found: `an unexpected error (${kind})`,
      advice: 'Report it.',
      isOfAccount: false,
    };
  }
  const code = error.detail.upstreamCode ?? '';
  const rule = accountRules.find(([pattern]) => pattern.test(code));
  if (rule !== undefined)
    return { status: 'failed', found: `${rule[1]} (${code})`, advice: rule[2], isOfAccount: true };
  const status = error.code === 'UPSTREAM_THROTTLED' ? 'warning' : 'failed';
  return { status, ...otherReason(error, action, code), isOfAccount: false };
}

function otherReason(error: Fault, action: string, code: string): Omit<Reason, 'status' | 'isOfAccount'> {
  switch (error.code) {
    case 'UPSTREAM_UNAUTHORIZED':
      return {
        found: `this key may not call actiontrail:${action}${code === '' ? '' : ` (${code})`}`,
        advice: `Add actiontrail:${action} on the resource * to the RAM policy of the user or role.`,
      };
    case 'UPSTREAM_THROTTLED':
      return {
        found: `the account is at its rate${code === '' ? '' : ` (${code})`}`,
        advice: 'Others use it too, the console included: leave them a part with `quota.reserve`.',
      };
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'DEADLINE_EXCEEDED':
      return {
        found: error.message,
        advice: 'Try again; if it stays so, look at the network and at the status page of Alibaba Cloud.',
      };
    case 'UPSTREAM_MALFORMED':
      return {
        found: error.message,
        advice: 'Look at `endpoint` and at proxies in between: something else answers.',
      };
    default:
      return { found: error.message, advice: 'Look at the configuration of this account.' };
  }
}
