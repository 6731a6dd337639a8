import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Observer, silent } from '../../src/model/observer.ts';
import { createAuthenticate } from '../../src/server/index.ts';
import { systemClock } from '../../src/system.ts';
import {
  authOf,
  type Issuer,
  type SigningKey,
  signingKey,
  startIssuer,
  tokenOf,
} from '../support/identity.ts';
import { type Door, openDoor } from './support.ts';

const now = Math.floor(Date.now() / 1000);
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

let issuer: Issuer;
let key: SigningKey;
let rsa: SigningKey;
let foreign: SigningKey;
let url: string;
let door: Door;
const log: unknown[] = [];

beforeAll(async () => {
  [key, rsa, foreign] = await Promise.all([signingKey('k1'), signingKey('r1', 'RS256'), signingKey('k1')]);
  issuer = await startIssuer([key, rsa]);
  const auth = authOf({ issuers: [issuer.config()] });
  const observer: Observer = { ...silent, log: (...line) => log.push(line) };
  door = openDoor({ authenticate: createAuthenticate({ auth, clock: systemClock }), observer });
  ({ url } = await door.listen());
  return () => door.close();
});

/** Over a socket. */
async function ask(authorization: string, path = '/graphql') {
  const headers = { 'content-type': 'application/json', authorization };
  const answer = await fetch(url + path, { method: 'POST', headers, body: '{"query":"{ hello }"}' });
  return {
    status: answer.status,
    challenge: answer.headers.get('www-authenticate'),
    body: await answer.text(),
  };
}

/** Header and claims as given, signed with any key or none. */
function forged(header: unknown, claims: unknown, signature = ''): string {
  return `${encode(header)}.${encode(claims)}.${signature}`;
}

function hmac(secret: string | Uint8Array, header: unknown, claims: unknown): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

async function signed(
  header: Record<string, unknown>,
  claims: unknown,
  by: SigningKey = key,
): Promise<string> {
  const body = `${encode({ alg: by.alg, kid: by.kid, ...header })}.${encode(claims)}`;
  const algorithm = by.alg === 'ES256' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'RSASSA-PKCS1-v1_5' };
  const bytes = await crypto.subtle.sign(algorithm, by.privateKey, Buffer.from(body));
  return `${body}.${Buffer.from(bytes).toString('base64url')}`;
}

const claims = (more: Record<string, unknown> = {}) => {
  const whole: Record<string, unknown> = {
    iss: issuer.issuer,
    aud: 'trailgraph',
    sub: 'alice',
    iat: now,
    exp: now + 300,
    ...more,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
};

const flip = (token: string, part: number, at: number): string => {
  const parts = token.split('.');
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ 1, at % bytes.length);
  return parts.map((text, index) => (index === part ? bytes.toString('base64url') : text)).join('.');
};

/** Every way in which a token was ever made up, as far as we know; each is sent over a socket. */
const forgeries: readonly (readonly [name: string, make: () => string | Promise<string>])[] = [
  ['alg none', () => forged({ alg: 'none' }, claims())],
  ['alg None', () => forged({ alg: 'None', kid: 'k1' }, claims())],
  ['alg NONE, with a signature', () => forged({ alg: 'NONE', kid: 'k1' }, claims(), 'AAAA')],
  ['no alg', () => forged({ kid: 'k1' }, claims(), 'AAAA')],
  ['an empty alg', () => forged({ alg: '', kid: 'k1' }, claims(), 'AAAA')],
  ['HS256 with the public RSA key', () => hmac(rsa.pem, { alg: 'HS256', kid: 'r1' }, claims())],
  ['HS256 with the public EC key', () => hmac(key.pem, { alg: 'HS256', kid: 'k1' }, claims())],
  ['HS256 with the JWK', () => hmac(JSON.stringify(rsa.jwk), { alg: 'HS256', kid: 'r1' }, claims())],
  ['HS256 with an empty secret', () => hmac('', { alg: 'HS256' }, claims())],
  ['RS256 named for an EC key', () => signed({ alg: 'RS256' }, claims())],
  ['ES256 named for an RSA key', () => signed({ alg: 'ES256' }, claims(), rsa)],
  ['an algorithm that is not allowed', async () => tokenOf(issuer, await signingKey('k1', 'ES384'))],
  ['PS256 with an RSA key', () => signed({ alg: 'PS256' }, claims(), rsa)],
  ['a foreign key of the same kid', () => tokenOf(issuer, foreign)],
  ['a kid that nobody has', () => tokenOf(issuer, { ...foreign, kid: 'other' })],
  ['a kid that is a path', () => signed({ kid: '../../dev/null' }, claims(), foreign)],
  ['a kid that is SQL', () => signed({ kid: "' OR 1=1 --" }, claims(), foreign)],
  ['a kid that is a list', () => signed({ kid: ['k1'] }, claims(), foreign)],
  ['no kid, with a foreign key', () => signed({ kid: undefined }, claims(), foreign)],
  ['its own key in the header (jwk)', () => signed({ jwk: foreign.jwk }, claims(), foreign)],
  ['an address of keys (jku)', () => signed({ jku: `${issuer.issuer}/evil` }, claims(), foreign)],
  ['an address of a certificate (x5u)', () => signed({ x5u: `${issuer.issuer}/evil` }, claims(), foreign)],
  ['a certificate in the header (x5c)', () => signed({ x5c: ['AAAA'] }, claims(), foreign)],
  ['crit that we do not know', () => signed({ crit: ['x'], x: 1 }, claims())],
  ['crit that is empty', () => signed({ crit: [] }, claims())],
  ['crit that names alg', () => signed({ crit: ['alg'] }, claims())],
  ['b64 false', () => signed({ crit: ['b64'], b64: false }, claims())],
  ['compression', () => signed({ zip: 'DEF', crit: ['zip'] }, claims())],
  ['no exp', () => signed({}, claims({ exp: undefined }))],
  ['exp as text', () => signed({}, claims({ exp: `${now + 300}` }))],
  ['exp null', () => signed({}, claims({ exp: null }))],
  ['exp as a list', () => signed({}, claims({ exp: [now + 300] }))],
  ['exp past, beyond the tolerance', () => signed({}, claims({ exp: now - 7 }))],
  ['exp negative', () => signed({}, claims({ exp: -1 }))],
  ['no sub', () => signed({}, claims({ sub: undefined }))],
  ['sub empty', () => signed({}, claims({ sub: '' }))],
  ['sub as a number', () => signed({}, claims({ sub: 1 }))],
  ['sub as an object', () => signed({}, claims({ sub: { admin: true } }))],
  ['sub of a thousand characters', () => signed({}, claims({ sub: 'a'.repeat(1000) }))],
  ['nbf to come', () => signed({}, claims({ nbf: now + 60 }))],
  ['nbf as text', () => signed({}, claims({ nbf: `${now}` }))],
  ['another issuer', () => signed({}, claims({ iss: 'https://evil.example' }))],
  ['our issuer with a slash more', () => signed({}, claims({ iss: `${issuer.issuer}/` }))],
  ['an issuer in a list', () => signed({}, claims({ iss: [issuer.issuer] }))],
  ['no issuer', () => signed({}, claims({ iss: undefined }))],
  ['issuer __proto__', () => signed({}, claims({ iss: '__proto__' }))],
  ['another audience', () => signed({}, claims({ aud: 'other' }))],
  ['no audience', () => signed({}, claims({ aud: undefined }))],
  ['a list of other audiences', () => signed({}, claims({ aud: ['other', 'trailgraph2'] }))],
  ['our audience in a list in a list', () => signed({}, claims({ aud: [['trailgraph']] }))],
  ['our audience in another case', () => signed({}, claims({ aud: 'Trailgraph' }))],
  [
    'exp twice, the last past',
    () => signed({}, JSON.stringify(claims()).replace('}', `,"exp":${now - 60}}`)),
  ],
  ['iss twice, the last another', () => signed({}, JSON.stringify(claims()).replace('}', ',"iss":"x"}'))],
  ['alg twice, the last none', () => `${encode('{"alg":"ES256","alg":"none"}')}.${encode(claims())}.`],
  ['claims that are a list', () => signed({}, [claims()])],
  ['claims that are a text', () => signed({}, '"alice"')],
  ['claims that are no JSON', () => signed({}, '{"iss":')],
  ['a token in a token', async () => signed({ cty: 'JWT' }, await tokenOf(issuer, key))],
  ['five parts', async () => `${await tokenOf(issuer, key)}.AAAA.AAAA`],
  ['two parts', async () => (await tokenOf(issuer, key)).split('.').slice(0, 2).join('.')],
  ['no signature', async () => (await tokenOf(issuer, key)).replace(/[^.]+$/, '')],
  ['half a signature', async () => (await tokenOf(issuer, key)).slice(0, -40)],
  ['a signature of zeros', async () => (await tokenOf(issuer, key)).replace(/[^.]+$/, 'A'.repeat(86))],
  [
    'the signature of another token',
    async () => {
      const [other, own] = [await tokenOf(issuer, key, { sub: 'bob' }), await tokenOf(issuer, key)];
      return own.replace(/[^.]+$/, other.split('.')[2] ?? '');
    },
  ],
  ['a flipped bit in the header', async () => flip(await tokenOf(issuer, key), 0, 9)],
  ['a flipped bit in the claims', async () => flip(await tokenOf(issuer, key), 1, 9)],
  ['a flipped bit in the signature', async () => flip(await tokenOf(issuer, key), 2, 9)],
  ['no token at all', () => 'null'],
  ['a token of ten thousand characters', async () => `${await tokenOf(issuer, key)}${'A'.repeat(10_000)}`],
];

describe('a token', () => {
  it('lets its owner in, whichever key of the issuer signed it', async () => {
    for (const good of [key, rsa])
      expect((await ask(`Bearer ${await tokenOf(issuer, good)}`)).status).toBe(200);
    const several = await tokenOf(issuer, key, { aud: ['other', 'trailgraph'] });
    expect((await ask(`bearer ${several}`)).status).toBe(200);
    const within = await tokenOf(issuer, key, { exp: now - 1, sub: 'late' });
    expect((await ask(`Bearer ${within}`)).status).toBe(200);
  });

  it.each(forgeries)('with %s is refused', async (_name, make) => {
    const token = await make();
    const { status, challenge, body } = await ask(`Bearer ${token}`);
    expect([status, challenge]).toEqual([401, 'Bearer']);
    expect(JSON.parse(body)).toEqual({
      errors: [
        {
          message: 'This needs a valid credential: `authorization: Bearer` with a token or an API key.',
          extensions: { code: 'UNAUTHENTICATED', isRetryable: false },
        },
      ],
    });
    for (const part of token.split('.').filter(({ length }) => length > 30)) {
      expect(JSON.stringify(log)).not.toContain(part);
    }
  });

  it.each([
    ['', 401],
    ['Bearer', 401],
    ['Basic YWxpY2U6c2VjcmV0', 401],
    ['Bearer a b', 401],
  ])('is not %j', async (header, status) => {
    expect((await ask(header)).status).toBe(status);
  });

  it.each([
    '?access_token=x',
    '?a=1&api_key=x',
    '?x=tg_0123456789ab_x',
    '?q=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
  ])('is refused in the address, even beside a good one: %s', async (query) => {
    const answer = await ask(`Bearer ${await tokenOf(issuer, key)}`, `/graphql${query}`);
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.stringContaining('A credential in the address'),
    ]);
  });
});
