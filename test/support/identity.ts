import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll } from 'vitest';
import { formatApiKey, hashApiKey } from '../../src/api-key.ts';
import type { ApiKeyConfig, AuthConfig, IssuerConfig } from '../../src/config.ts';
import { type Grant, openGrant } from '../../src/model/grant.ts';
import { listen } from './loopback.ts';

export const audience = 'trailgraph';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
  readonly pem: string;
}

/** An issuer of tokens on the loopback, which publishes its keys as told. It ends with the file's tests. */
export interface Issuer {
  readonly issuer: string;
  readonly jwksUrl: URL;
  /** What it publishes; null: it answers with 500. */
  published: readonly SigningKey[] | null;
  /** How often it was asked. */
  asked: number;
  config(more?: Partial<IssuerConfig>): IssuerConfig;
}

export async function signingKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicKey, jwk, pem: await exportSPKI(publicKey) };
}

export async function startIssuer(keys: readonly SigningKey[]): Promise<Issuer> {
  const server = createServer((_request, response) => {
    self.asked += 1;
    const { published } = self;
    if (published === null) {
      response.writeHead(500).end('down');
      return;
    }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  });
  const issuer = `http://127.0.0.1:${await listen(server)}`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const jwksUrl = new URL(`${issuer}/keys`);
  const self: Issuer = {
    issuer,
    jwksUrl,
    published: keys,
    asked: 0,
    config: (more = {}) => ({
      issuer,
      audience,
      jwksUrl,
      algorithms: ['ES256', 'RS256'],
      clockToleranceSeconds: 5,
      claim: null,
      grants: [],
      grant: openGrant,
      ...more,
    }),
  };
  return self;
}

/** A token for alice, good for five minutes from `nowMs` unless the claims say otherwise. */
export function tokenOf(
  { issuer }: Pick<Issuer, 'issuer'>,
  { kid, alg, privateKey }: SigningKey,
  claims: Record<string, unknown> = {},
  nowMs: number = Date.now(),
): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  const payload = { iss: issuer, aud: audience, sub: 'alice', iat: now, exp: now + 300, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(privateKey);
}

export const pepper: Uint8Array = Buffer.alloc(32, 9);

/** An API key and its line in the configuration. `seed` makes it another one. */
export function apiKeyFor(
  client: string,
  grant: Grant = openGrant,
  { seed = 1, expiresMs = Number.MAX_SAFE_INTEGER } = {},
): { readonly text: string; readonly config: ApiKeyConfig } {
  const bytes = hash('sha512', `${client} ${seed}`, 'buffer');
  const { id, text } = formatApiKey(bytes.subarray(0, 6), bytes.subarray(6, 38));
  return { text, config: { id, client, hash: hashApiKey(text, pepper), expiresMs, grant } };
}

/** Nobody is let in but these. */
export function authOf(parts: Partial<AuthConfig>): AuthConfig {
  return { anonymous: null, issuers: [], apiKeys: [], pepper, ...parts };
}
