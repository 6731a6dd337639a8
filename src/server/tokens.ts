import { hash } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { IssuerConfig } from '../config.ts';
import type { Clock } from '../model/clock.ts';
import type { Grant, Viewer } from '../model/grant.ts';
import { tokensOf } from '../model/json-pointer.ts';
import { type KeySet, KeysUnavailable, openKeySet } from './key-set.ts';
import { Refusal } from './refusal.ts';
import { Unproven } from './unproven.ts';

export interface Tokens {
  /**
   * Rejects with `Unproven` for a token that does not prove who sent it, with `KeysUnavailable` where that cannot be told,
   * and with FORBIDDEN for somebody whom the configuration grants nothing.
   */
  viewerOf(token: string): Promise<Viewer>;
}

interface Trusted {
  readonly config: IssuerConfig;
  readonly keys: KeySet;
}

/** A token is checked once a minute at the most often; what a page may cost leaves no room for a signature each time. */
const rememberedMs = 60_000;
const mostRemembered = 10_000;

export function openTokens(issuers: readonly IssuerConfig[], clock: Clock): Tokens {
  const trusted = new Map<string, Trusted>(
    issuers.map((config) => [config.issuer, { config, keys: openKeySet(config.jwksUrl, clock) }]),
  );
  const known = new Map<string, { readonly viewer: Viewer; readonly untilMs: number }>();
  return {
    async viewerOf(token) {
      const name = hash('sha256', token, 'base64url');
      const remembered = known.get(name);
      const nowMs = clock.now();
      if (remembered !== undefined && remembered.untilMs > nowMs) return remembered.viewer;
      known.delete(name);
      const { viewer, expiresMs } = await verify(token, trusted, nowMs);
      known.set(name, { viewer, untilMs: Math.min(expiresMs, nowMs + rememberedMs) });
      const [oldest] = known.keys();
      if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
      return viewer;
    },
  };
}

async function verify(
  token: string,
  trusted: ReadonlyMap<string, Trusted>,
  nowMs: number,
): Promise<{ readonly viewer: Viewer; readonly expiresMs: number }> {
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
  const value = path.reduce<unknown>(
    (node, name) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, name)
        ? Reflect.get(node, name)
        : undefined,
    payload,
  );
  if (typeof value === 'string') return claim === 'scope' ? value.split(' ') : [value];
  return Array.isArray(value) ? value : [];
}
