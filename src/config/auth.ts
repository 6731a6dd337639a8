import type { z } from 'zod';
import { type Grant, openGrant } from '../model/grant.ts';
import {
  type ConfiguredNames,
  type GrantReference,
  grantFrom,
  grantReference,
  unknownIn,
  type WrittenGrant,
  writtenGrant,
} from './grants.ts';
import type { Problem } from './problems.ts';
import { repeated } from './repetitions.ts';
import {
  duration,
  instant,
  key,
  list,
  map,
  name,
  names,
  oneOf,
  section,
  text,
  webAddress,
} from './values.ts';

/** Who is let in, and what for. */
export interface AuthConfig {
  /** Of whoever shows no credential; null: they are refused. */
  readonly anonymous: Grant | null;
  readonly issuers: readonly IssuerConfig[];
  readonly apiKeys: readonly ApiKeyConfig[];
  /** 32 bytes; null where there are no API keys. */
  readonly pepper: Uint8Array | null;
}

/** Whose tokens are taken (OpenID Connect, or OAuth 2 with JWT access tokens). */
export interface IssuerConfig {
  /** The `iss` of its tokens, to the letter. */
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: URL;
  readonly algorithms: readonly Algorithm[];
  readonly clockToleranceSeconds: number;
  /** Name of a claim, or an RFC 6901 pointer into the claims; null: `grant` is everybody's. */
  readonly claim: string | null;
  /** The first whose value the claim has. */
  readonly grants: readonly { readonly has: string; readonly grant: Grant }[];
  /** Of all others; null: they get nothing. */
  readonly grant: Grant | null;
}

export interface ApiKeyConfig {
  readonly id: string;
  /** Whom it belongs to: at most two keys, so that one can follow the other. */
  readonly client: string;
  /** HMAC-SHA-256 of the key under the pepper. */
  readonly hash: Uint8Array;
  readonly expiresMs: number;
  readonly grant: Grant;
}

/** Signatures only: with a shared secret, whoever can check a token can make one. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type Algorithm = (typeof algorithms)[number];

const line = text('printable ASCII without spaces', /^[\x21-\x7e]{1,512}$/);

export const authSection = section({
  anonymous: grantReference.exactOptional(),
  grants: names(writtenGrant).default({}),
  issuers: list(
    map({
      issuer: line,
      audience: line,
      jwksUrl: webAddress(),
      algorithms: list(oneOf(algorithms), 'a list of at least one algorithm').default(['RS256']),
      clockTolerance: duration('PT0S', 'PT30S').default(5),
      claim: line.exactOptional(),
      grants: list(map({ has: line, grant: grantReference }), 'a list of at least one value').default([]),
      grant: grantReference.exactOptional(),
    }),
    'a list of at least one issuer',
  ).default([]),
  pepper: key().exactOptional(),
  apiKeys: list(
    map({
      id: text('the 12 hex digits behind tg_ in the key', /^[0-9a-f]{12}$/),
      client: name(),
      hash: key(),
      expires: instant(),
      grant: grantReference,
    }),
    'a list of at least one API key',
  ).default([]),
});

type Read = z.output<typeof authSection>;

/** What is written, as grants that are one object each; and what does not fit together. */
export function completeAuth(
  written: Read | undefined,
  around: ConfiguredNames & { readonly isProduction: boolean },
): { readonly auth: AuthConfig; readonly problems: readonly Problem[] } {
  const open: AuthConfig = { anonymous: openGrant, issuers: [], apiKeys: [], pepper: null };
  if (written === undefined) return { auth: open, problems: [] };
  const problems: Problem[] = [];
  const known = new Map<string, Grant>();
  const made = (one: WrittenGrant, path: string): Grant => {
    problems.push(...unknownIn(one, path, around));
    return grantFrom(one, around.levels);
  };
  for (const [name, one] of Object.entries(written.grants)) known.set(name, made(one, `auth.grants.${name}`));
  const grant = (one: GrantReference, path: string): Grant => {
    if (typeof one !== 'string') return made(one, path);
    const found = known.get(one);
    if (found !== undefined) return found;
    problems.push({
      path,
      expected: `one of auth.grants (${[...known.keys()].join(', ') || 'there is none'})`,
      got: JSON.stringify(one),
    });
    return openGrant;
  };
  const auth: AuthConfig = {
    anonymous: written.anonymous === undefined ? null : grant(written.anonymous, 'auth.anonymous'),
    issuers: written.issuers.map((one, index) => issuerFrom(one, `auth.issuers[${index}]`, grant)),
    apiKeys: written.apiKeys.map(({ id, client, hash, expires, grant: of }, index) => {
      return { id, client, hash, expiresMs: expires, grant: grant(of, `auth.apiKeys[${index}].grant`) };
    }),
    pepper: written.pepper ?? null,
  };
  return { auth, problems: [...problems, ...halfConfigured(auth, around.isProduction)] };
}

type MakeGrant = (one: GrantReference, path: string) => Grant;

function issuerFrom(one: Read['issuers'][number], path: string, grant: MakeGrant): IssuerConfig {
  const { clockTolerance, claim = null, grants, grant: others, ...rest } = one;
  return {
    ...rest,
    clockToleranceSeconds: clockTolerance,
    claim,
    grants: grants.map(({ has, grant: of }, index) => ({
      has,
      grant: grant(of, `${path}.grants[${index}].grant`),
    })),
    grant: others === undefined ? null : grant(others, `${path}.grant`),
  };
}

function halfConfigured(
  { anonymous, issuers, apiKeys, pepper }: AuthConfig,
  isProduction: boolean,
): Problem[] {
  const problems: Problem[] = [];
  const refuse = (path: string, expected: string, got: string) => problems.push({ path, expected, got });
  if (anonymous === null && issuers.length === 0 && apiKeys.length === 0) {
    refuse('auth', 'anonymous, issuers or apiKeys: somebody who may ask', 'none of them');
  }
  if (apiKeys.length > 0 && pepper === null)
    refuse('auth.pepper', 'the pepper that the API keys were hashed with', 'nothing');
  if (isProduction && anonymous?.scopes.includes('audit:raw') === true) {
    refuse('auth.anonymous', 'a grant without audit:raw (NODE_ENV is production)', 'one with it');
  }
  for (const [index, { claim, grants, grant }] of issuers.entries()) {
    const path = `auth.issuers[${index}]`;
    if (grants.length === 0 && grant === null)
      refuse(path, 'grant, or claim and grants: what its tokens are good for', 'neither');
    if ((claim === null) !== (grants.length === 0))
      refuse(path, 'claim and grants together', 'one without the other');
  }
  for (const [client, keys] of Map.groupBy(apiKeys, (one) => one.client)) {
    if (keys.length > 2) refuse('auth.apiKeys', `at most two keys of ${client}`, `${keys.length}`);
  }
  return [
    ...problems,
    ...repeated(issuers.map(({ issuer }, index) => [`auth.issuers[${index}].issuer`, issuer])),
    ...repeated(apiKeys.map(({ id }, index) => [`auth.apiKeys[${index}].id`, id])),
  ];
}
