import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuthConfig } from '../../src/config.ts';
import { grantOf, type Viewer } from '../../src/model/grant.ts';
import { createAuthenticate } from '../../src/server/index.ts';
import {
  apiKeyFor,
  authOf,
  type Issuer,
  type SigningKey,
  signingKey,
  startIssuer,
  tokenOf,
} from '../support/identity.ts';

let [first, second]: SigningKey[] = [];
let issuer: Issuer;

beforeAll(async () => {
  [first, second] = await Promise.all([signingKey('first'), signingKey('second')]);
});

beforeEach(async () => {
  // jose reads the wall clock itself; nothing else is faked.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T12:00:00Z') });
  issuer = await startIssuer([first!]);
});

afterEach(() => {
  vi.useRealTimers();
});

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** Tells of each header who it lets in, or the code with which it is refused. */
function gateOf(auth: Partial<AuthConfig> = { issuers: [issuer.config()] }) {
  const clock = { now: () => Date.now(), elapsed: () => Date.now(), sleep: async () => {} };
  const authenticate = createAuthenticate({ auth: authOf(auth), clock });
  const viewerOf = (credential: string | null): Promise<Viewer> =>
    authenticate(requestWith(credential === null ? null : `Bearer ${credential}`));
  const ask = (credential: string | null): Promise<string> =>
    viewerOf(credential).then(
      ({ subject }) => subject.replace(issuer.issuer, ''),
      (error) => `${error.status} ${error.code}`,
    );
  return { viewerOf, ask };
}

function requestWith(authorization: string | null) {
  const header = (name: string) => (name === 'authorization' ? authorization : null);
  const readBody = () => Promise.reject(new Error('The body is not for this.'));
  return { method: 'POST', path: '/graphql', query: '', header, readBody, onGone: () => {} };
}

describe('the keys of an issuer', () => {
  it('are fetched once for many at the same time', async () => {
    const { ask } = gateOf();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, n) => tokenOf(issuer, first!, { sub: `u${n}` })),
    );
    expect(new Set(await Promise.all(tokens.map(ask))).size).toBe(50);
    expect(issuer.asked).toBe(1);
  });

  it('rotate under load without refusing a good token, and one that was taken back is known no longer', async () => {
    const { ask } = gateOf();
    expect(await ask(await tokenOf(issuer, first!))).toBe('|alice');
    issuer.published = [first!, second!];
    later(31);
    const tokens = await Promise.all([first!, second!, first!, second!].map((key) => tokenOf(issuer, key)));
    expect(new Set(await Promise.all(tokens.map(ask)))).toEqual(new Set(['|alice']));
    expect(issuer.asked).toBe(2);
    issuer.published = [second!];
    later(601);
    expect(await ask(await tokenOf(issuer, first!))).toBe('401 UNAUTHENTICATED');
    expect(await ask(await tokenOf(issuer, second!))).toBe('|alice');
  });

  it('are asked for once per cool-down, however many unknown keys are named', async () => {
    const { ask } = gateOf();
    await ask(await tokenOf(issuer, first!));
    for (let flood = 0; flood < 100; flood += 1) {
      expect(await ask(await tokenOf(issuer, { ...second!, kid: `k${flood}` }))).toBe('401 UNAUTHENTICATED');
      later(0.9);
    }
    expect(issuer.asked).toBeLessThanOrEqual(1 + 90 / 30);
  });

  it('go on working for a day while the issuer is down; a key that is new then is not told from a forged one', async () => {
    const { ask } = gateOf();
    await ask(await tokenOf(issuer, first!));
    issuer.published = null;
    for (let minute = 0; minute < 30; minute += 1) {
      later(60);
      expect(await ask(await tokenOf(issuer, first!))).toBe('|alice');
    }
    expect(issuer.asked).toBeLessThanOrEqual(5);
    later(60);
    expect(await ask(await tokenOf(issuer, second!))).toBe('503 UPSTREAM_UNAVAILABLE');
    later(86_400);
    expect(await ask(await tokenOf(issuer, first!))).toBe('503 UPSTREAM_UNAVAILABLE');
  });

  it('that were never had make everybody come again, one attempt in five seconds', async () => {
    issuer.published = null;
    const { ask } = gateOf();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(await ask(await tokenOf(issuer, first!))).toBe('503 UPSTREAM_UNAVAILABLE');
    }
    expect(issuer.asked).toBe(1);
    issuer.published = [first!];
    later(6);
    expect(await ask(await tokenOf(issuer, first!))).toBe('|alice');
  });
});

describe('a token that was verified', () => {
  it('is remembered for a minute, and never beyond its end', async () => {
    const { ask } = gateOf();
    const short = await tokenOf(issuer, first!, { exp: Date.now() / 1000 + 20 });
    expect(await ask(short)).toBe('|alice');
    later(24);
    expect(await ask(short)).toBe('|alice');
    later(2);
    expect(await ask(short)).toBe('401 UNAUTHENTICATED');
  });

  const [reader, auditor] = [grantOf({ scopes: ['audit:read'] }), grantOf()];
  it.each([
    ['groups', { groups: ['x', 'audit', 'read'] }, 'auditor'],
    ['groups', { groups: 'read' }, 'reader'],
    ['groups', { groups: 'audit read' }, 'nothing'],
    ['scope', { scope: 'openid read' }, 'reader'],
    ['/realm/roles', { realm: { roles: ['audit'] } }, 'auditor'],
    ['groups', { groups: { audit: true } }, 'nothing'],
    ['__proto__', {}, 'nothing'],
    ['groups', {}, 'nothing'],
  ])('has the first grant whose value is in %s of %j: %s', async (claim, claims, name) => {
    const grants = [
      { has: 'audit', grant: auditor },
      { has: 'read', grant: reader },
    ];
    const { viewerOf } = gateOf({ issuers: [issuer.config({ claim, grants, grant: null })] });
    const asked = viewerOf(await tokenOf(issuer, first!, claims));
    if (name === 'nothing') await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN', status: 403 });
    else expect((await asked).grant).toBe(name === 'auditor' ? auditor : reader);
  });
});

describe('an API key', () => {
  const grant = grantOf({ accounts: ['main'] });
  const [old, young] = [
    apiKeyFor('siem', grant, { seed: 1, expiresMs: Date.parse('2026-11-20T13:00:00Z') }),
    apiKeyFor('siem', grant, { seed: 2 }),
  ];
  const apiKeys = [old.config, young.config];

  it('lets its client in; two keys are one client, and the old one ends when it should', async () => {
    const { ask, viewerOf } = gateOf({ apiKeys });
    expect([await ask(old.text), await ask(young.text)]).toEqual(['key:siem', 'key:siem']);
    expect((await viewerOf(young.text)).grant).toBe(grant);
    later(3600);
    expect([await ask(old.text), await ask(young.text)]).toEqual(['401 UNAUTHENTICATED', 'key:siem']);
  });

  const flipped = Array.from({ length: young.text.length }, (_, at) => {
    const code = young.text.charCodeAt(at) ^ 1;
    return young.text.slice(0, at) + String.fromCharCode(code) + young.text.slice(at + 1);
  });
  it('that is forged, cut, foreign or unknown is refused', async () => {
    const { ask } = gateOf({ apiKeys });
    const foreign = apiKeyFor('other').text;
    const others = [
      foreign,
      young.text.toUpperCase(),
      `${young.text}0`,
      young.text.slice(1),
      'tg_',
      `tg_${'0'.repeat(63)}`,
    ];
    const cut = Array.from({ length: young.text.length }, (_, length) => young.text.slice(0, length));
    const outcomes = await Promise.all([...flipped, ...cut.slice(1), ...others].map(ask));
    expect(new Set(outcomes)).toEqual(new Set(['401 UNAUTHENTICATED']));
    // The secret of one with the id of another, and a checksum that fits.
    const { ask: askOther } = gateOf({ apiKeys: [{ ...young.config, hash: old.config.hash }] });
    expect(await askOther(young.text)).toBe('401 UNAUTHENTICATED');
  });

  it('is worthless under another pepper', async () => {
    const { ask } = gateOf({ apiKeys, pepper: Buffer.alloc(32, 1) });
    expect(await ask(young.text)).toBe('401 UNAUTHENTICATED');
  });
});

describe('nobody', () => {
  it('is let in without a credential unless the configuration says so, and never with a wrong one', async () => {
    expect(await gateOf().ask(null)).toBe('401 UNAUTHENTICATED');
    const open = gateOf({ anonymous: grantOf() });
    expect([await open.ask(null), await open.ask('x')]).toEqual(['anonymous', '401 UNAUTHENTICATED']);
  });
});
