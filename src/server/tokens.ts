import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { IssuerConfig } from '../config.ts';
import type { Clock } from '../model/clock.ts';
import type { Grant } from '../model/grant.ts';
import { memberAt } from '../model/json.ts';
import { tokensOf } from '../model/json-pointer.ts';
import { type KeySet, KeysUnavailable, openKeySet } from './key-set.ts';
import { type Proof, Unproven } from './proof.ts';
import { Refusal } from './refusal.ts';

export interface Tokens {
  /**
   * Rejects with `Unproven` for a token that does not prove who sent it, with `KeysUnavailable` where that cannot be told,
   * and with FORBIDDEN for somebody whom the configuration grants nothing.
   */
  proofOf(token: string): Promise<Proof>;
}

interface Trusted {
  readonly config: IssuerConfig;
  readonly keys: KeySet;
}

export function openTokens(issuers: readonly IssuerConfig[], clock: Clock): Tokens {
  const trusted = new Map<string, Trusted>(
    issuers.map((config) => [config.issuer, { config, keys: openKeySet(config.jwksUrl, clock) }]),
  );
  return { proofOf: (token) => verify(token, trusted, clock.now()) };
}

async function verify(token: string, trusted: ReadonlyMap<string, Trusted>, nowMs: number): Promise<Proof> {
  const issuer = trusted.get(issuerOf(token));
  if (issuer === undefined) throw new Unproven('token: of no configured issuer');
  const { config, keys } = issuer;
  const { payload } = await jwtVerify(token, keys.keyOf, {
    issuer: config.issuer,
    audience: config.audience,
    algorithms: [...config.algorithms],
    requiredClaims: ['exp', 'sub'],
    clockTolerance: config.clockToleranceSeconds,
    currentDate: new Date(nowMs),
  }).catch((error: unknown) => {
    throw reasonOf(error, keys);
  });
  const subject = subjectOf(payload);
  const grant = grantFor(payload, config);
  if (grant === null) throw new Refusal(403, 'Nothing here is granted to you.', {}, 'FORBIDDEN');
  const viewer = Object.freeze({ subject: `${config.issuer}|${subject}`, provedBy: 'token' as const, grant });
  return { viewer, expiresMs: ((payload.exp ?? 0) + config.clockToleranceSeconds) * 1000 };
}

/** Not yet proved: only chooses whose keys and rules the token has to stand up to. */
function issuerOf(token: string): string {
  try {
    return String(decodeJwt(token).iss);
  } catch {
    throw new Unproven('token: malformed');
  }
}

/** What `jose` throws names a code and perhaps a claim; neither holds anything of the token. */
function reasonOf(error: unknown, keys: KeySet): Error {
  if (error instanceof KeysUnavailable) return error;
  if (error instanceof errors.JWKSNoMatchingKey && keys.isStale()) {
    return new KeysUnavailable('a key that is not known, while its issuer does not answer');
  }
  const code =
    error instanceof errors.JOSEError ? error.code : error instanceof Error ? error.name : 'unknown';
  const claim = error instanceof errors.JWTClaimValidationFailed ? ` ${error.claim}` : '';
  return new Unproven(`token: ${code}${claim}`);
}

function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub === 'string' && sub !== '' && sub.length <= 255 && sub.isWellFormed()) return sub;
  throw new Unproven('token: sub is no name');
}

/** The first grant of the list of whose values the token has one. */
function grantFor(payload: JWTPayload, { claim, grants, grant }: IssuerConfig): Grant | null {
  const values = claim === null ? [] : valuesOf(payload, claim);
  return grants.find(({ has }) => values.includes(has))?.grant ?? grant;
}

/** A claim is a text or a list of texts; `scope` is a list in one text (RFC 8693). */
function valuesOf(payload: JWTPayload, claim: string): readonly unknown[] {
  const path = claim.startsWith('/') ? tokensOf(claim) : [claim];
  const value = memberAt(payload, path);
  if (typeof value === 'string') return claim === 'scope' ? value.split(' ') : [value];
  return Array.isArray(value) ? value : [];
}
