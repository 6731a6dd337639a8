import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApiKeyConfig, AuthConfig, IssuerConfig } from '../../src/config.ts';
import { checkAuth } from '../../src/doctor/auth.ts';
import { openGrant } from '../../src/model/grant.ts';
import { listen } from '../support/loopback.ts';

const now = Date.parse('2026-11-21T00:00:00Z');

function authWith(parts: Partial<AuthConfig>): AuthConfig {
  return { anonymous: null, issuers: [], apiKeys: [], pepper: null, ...parts };
}

function issuerAt(jwksUrl: string): IssuerConfig {
  return {
    issuer: 'https://login.example.com/',
    audience: 'trailgraph',
    jwksUrl: new URL(jwksUrl),
    algorithms: ['RS256'],
    clockToleranceSeconds: 5,
    claim: null,
    grants: [],
    grant: openGrant,
  };
}

function keyUntil(expires: string): ApiKeyConfig {
  return {
    id: '0123456789ab',
    client: 'siem',
    hash: Buffer.alloc(32),
    expiresMs: Date.parse(expires),
    grant: openGrant,
  };
}

async function answering(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${await listen(server)}/keys`;
}

describe('who is let in', () => {
  it.each([
    [200, '{"keys":[{"kty":"RSA"}]}', 'ok', /has 1 keys$/],
    [200, '{"keys":[]}', 'failed', /answered 200, without keys$/],
    [404, 'not here', 'failed', /answered 404, without keys$/],
    [200, '<html>', 'failed', /gave no usable answer \(SyntaxError\)$/],
  ])('is checked with the keys of an issuer that answers %d %s: %s', async (code, body, status, found) => {
    const [finding] = await checkAuth(authWith({ issuers: [issuerAt(await answering(code, body))] }), now);
    expect(finding).toMatchObject({ check: 'issuer https://login.example.com/', status });
    expect(finding?.found).toMatch(found);
    expect(finding?.advice === undefined).toBe(status === 'ok');
  });

  it('cannot be checked where the issuer is not reached', async () => {
    const [finding] = await checkAuth(authWith({ issuers: [issuerAt('https://[::1]:2/keys')] }), now);
    expect(finding?.found).toMatch(/^\[::1\]:2 gave no usable answer \(E[A-Z]+\)$/);
  });

  it.each([
    ['2026-12-25T00:00:00Z', []],
    ['2026-12-01T00:00:00Z', ['that of siem expires on 2026-12-01']],
    ['2026-11-01T00:00:00Z', ['that of siem expired on 2026-11-01']],
  ])('has an API key that is good until %s: %j', async (expires, found) => {
    const findings = await checkAuth(authWith({ apiKeys: [keyUntil(expires)] }), now);
    expect(findings.map((finding) => finding.found)).toEqual(found);
    expect(findings.every(({ status }) => status === 'warning')).toBe(true);
  });
});
