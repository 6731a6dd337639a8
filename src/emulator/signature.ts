import { timingSafeEqual } from 'node:crypto';
import type { EmulatorAccount, KnownKey } from './accounts.ts';
import { type HttpCall, headerOf } from './call.ts';
import type { Claim } from './claim.ts';
import { apiError } from './errors.ts';
import type { Nonces } from './nonces.ts';
import { claimV2 } from './signature-v2.ts';
import { claimV3 } from './signature-v3.ts';

export interface Verifier {
  readonly keys: ReadonlyMap<string, KnownKey>;
  readonly nonces: Nonces;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Documented: a request is accepted 15 minutes early or late. */
const SKEW_MS = 15 * 60_000;

/** The account in whose name the request is signed. Throws the API error that a bad signature deserves. */
export function authenticate(call: HttpCall, verifier: Verifier): EmulatorAccount {
  const claim = claimOf(call);
  const key = verifier.keys.get(claim.accessKeyId);
  if (key === undefined) throw apiError('InvalidAccessKeyId.NotFound');
  if (Math.abs(verifier.now() - claim.time) > SKEW_MS) throw apiError('InvalidTimeStamp.Expired');
  checkToken(key, claim, verifier.now());
  if (!isSame(claim.signature, claim.expected(key.secret))) throw apiError('SignatureDoesNotMatch');
  // Last, so that a forger cannot use up somebody's nonces.
  if (!verifier.nonces.use(`${claim.accessKeyId} ${claim.nonce}`)) throw apiError('SignatureNonceUsed');
  return key.account;
}

/** The account that an unverified request means: for a server that was told not to look at signatures. */
export function meantAccount(call: HttpCall, keys: Verifier['keys']): EmulatorAccount | undefined {
  const credential = /Credential=([^,]+)/.exec(headerOf(call, 'authorization') ?? '')?.[1];
  return keys.get(call.params.get('AccessKeyId') ?? credential ?? '')?.account;
}

function claimOf(call: HttpCall): Claim {
  if (headerOf(call, 'authorization') !== undefined) return claimV3(call);
  if (call.params.has('Signature')) return claimV2(call);
  throw apiError(call.params.has('AccessKeyId') ? 'IncompleteSignature' : 'MissingAccessKeyId');
}

function checkToken(key: KnownKey, claim: Claim, now: number): void {
  if (key.securityToken === undefined) {
    if (claim.securityToken !== undefined) throw apiError('InvalidSecurityToken.MismatchWithAccessKey');
    return;
  }
  if (claim.securityToken === undefined) throw apiError('MissingSecurityToken');
  if (!isSame(claim.securityToken, key.securityToken))
    throw apiError('InvalidSecurityToken.MismatchWithAccessKey');
  if (key.expiresAt !== undefined && now >= key.expiresAt) throw apiError('InvalidSecurityToken.Expired');
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
