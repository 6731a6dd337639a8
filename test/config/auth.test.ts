// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is what the configuration is written with
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { problemsOf } from '../support/refused.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const env = { PEPPER: key(7), HASH: key(8) };

function load(auth: string, more: Record<string, string> = {}) {
  const accounts =
    'accounts: [{ name: main, id: "12345", regions: [cn-hangzhou], credentials: { type: default } }]';
  const readFile = (path: string) => (path === 'trailgraph.yaml' ? `${accounts}\n${auth}` : null);
  return loadConfig({ argv: [], env: { ...env, ...more }, readFile });
}

const whole = `
redaction:
  personal:
    - { pointer: /sourceIpAddress }
    - { service: Ram, event: CreateUser, pointer: /requestParameters/MobilePhone }
auth:
  anonymous: { accounts: [main], services: [Ecs], past: P7D, redaction: personal }
  grants:
    auditors: { scopes: [audit:read, audit:raw, jobs:read, introspect] }
  issuers:
    - issuer: https://login.example.com/
      audience: trailgraph
      jwksUrl: https://login.example.com/keys?version=2
      algorithms: [ES256]
      clockTolerance: PT30S
      claim: groups
      grants: [{ has: audit-team, grant: auditors }]
  pepper: \${PEPPER}
  apiKeys:
    - { id: "0123456789ab", client: siem, hash: "\${HASH}", expires: "2027-01-01", grant: auditors }
`;

describe('the section auth', () => {
  it('says who is let in and what for', () => {
    const { auth } = load(whole);
    expect(auth.anonymous).toEqual({
      accounts: ['main'],
      regions: null,
      services: ['Ecs'],
      pastSeconds: 7 * 86_400,
      scopes: ['audit:read', 'jobs:read'],
      redaction: {
        level: 'personal',
        rules: [
          { service: null, event: null, pointer: '/sourceIpAddress' },
          { service: 'Ram', event: 'CreateUser', pointer: '/requestParameters/MobilePhone' },
        ],
      },
    });
    expect(auth.issuers).toMatchObject([
      { issuer: 'https://login.example.com/', clockToleranceSeconds: 30, claim: 'groups', grant: null },
    ]);
    expect(auth.apiKeys).toMatchObject([
      { id: '0123456789ab', expiresMs: Date.parse('2027-01-01T00:00:00Z') },
    ]);
  });

  it('gives everybody who has a named grant the very same object', () => {
    const { auth } = load(whole);
    expect(auth.apiKeys[0]?.grant).toBe(auth.issuers[0]?.grants[0]?.grant);
    expect(Object.isFrozen(auth.apiKeys[0]?.grant)).toBe(true);
  });

  const issuer = 'issuer: "https://a.example", audience: x, jwksUrl: "https://a.example/keys"';
  it.each([
    ['auth:', 'auth: expected anonymous, issuers or apiKeys: somebody who may ask, got none of them'],
    [
      'auth: { anonymous: auditors }',
      'auth.anonymous: expected one of auth.grants (there is none), got "auditors"',
    ],
    [
      'auth: { anonymous: { accounts: [other] } }',
      'auth.anonymous.accounts: expected something configured (main), got "other"',
    ],
    [
      'auth: { anonymous: { redaction: none } }',
      'auth.anonymous.redaction: expected something configured (nothing is), got "none"',
    ],
    ['auth: { anonymous: { scopes: [audit] } }', 'auth.anonymous.scopes[0]: expected "audit:read" or'],
    [
      'auth: { anonymous: { acounts: [main] } }',
      'auth.anonymous.acounts: expected one of the keys accounts,',
    ],
    [
      'auth: { anonymous: { past: P91D } }',
      'auth.anonymous.past: expected an ISO 8601 duration from PT1M to P90D',
    ],
    [`auth: { issuers: [{ ${issuer} }] }`, 'auth.issuers[0]: expected grant, or claim and grants'],
    [
      `auth: { issuers: [{ ${issuer}, claim: groups, grant: {} }] }`,
      'auth.issuers[0]: expected claim and grants together',
    ],
    [
      `auth: { issuers: [{ ${issuer.replace('audience: x,', '')}, grant: {} }] }`,
      'auth.issuers[0].audience: expected printable ASCII',
    ],
    [
      `auth: { issuers: [{ ${issuer.replace('https://a.example/keys', 'http://a.example/keys')}, grant: {} }] }`,
      'auth.issuers[0].jwksUrl: expected an https:// address',
    ],
    [
      `auth: { issuers: [{ ${issuer}, algorithms: [HS256], grant: {} }] }`,
      'auth.issuers[0].algorithms[0]: expected "RS256" or',
    ],
    [
      `auth: { issuers: [{ ${issuer}, algorithms: [none], grant: {} }] }`,
      'auth.issuers[0].algorithms[0]: expected "RS256" or',
    ],
    [
      `auth: { issuers: [{ ${issuer}, clockTolerance: PT31S, grant: {} }] }`,
      'auth.issuers[0].clockTolerance: expected an ISO 8601 duration from PT0S to PT30S',
    ],
    [
      `auth: { issuers: [{ ${issuer}, grant: {} }, { ${issuer}, grant: {} }] }`,
      'auth.issuers[1].issuer: expected a value of its own',
    ],
    [
      'auth: { apiKeys: [{ id: "0123456789ab", client: a, hash: "${HASH}", expires: "2027-01-01", grant: {} }] }',
      'auth.pepper: expected the pepper that the API keys were hashed with, got nothing',
    ],
    [
      'auth: { pepper: hunter2, anonymous: {} }',
      'auth.pepper: expected the base64 of exactly 32 bytes (`openssl rand -base64 32`), got a text of 7 characters',
    ],
    [
      'redaction: { x: [{ pointer: /eventTime }] }',
      'redaction.x[0].pointer: expected an RFC 6901 pointer to what can be hidden',
    ],
  ])('%s is refused', (text, problem) => {
    expect(problemsOf(() => load(text))).toEqual([expect.stringContaining(problem)]);
  });

  it('allows a client two keys, not three', () => {
    const keys = (count: number) =>
      Array.from(
        { length: count },
        (_, n) => `{ id: "00000000000${n}", client: a, hash: "\${HASH}", expires: "2027-01-01", grant: {} }`,
      );
    const section = (count: number) => `auth: { pepper: "\${PEPPER}", apiKeys: [${keys(count)}] }`;
    expect(() => load(section(2))).not.toThrow();
    expect(problemsOf(() => load(section(3)))).toEqual([
      'auth.apiKeys: expected at most two keys of a, got 3',
    ]);
  });
});

describe('in production', () => {
  const production = { NODE_ENV: 'production' };

  it.each([
    ['', 'auth: expected a section that says who is let in'],
    [
      'auth: { anonymous: { scopes: ["audit:read", "audit:raw"] } }',
      'auth.anonymous: expected a grant without audit:raw',
    ],
  ])('%j is refused', (text, problem) => {
    expect(problemsOf(() => load(text, production))).toEqual([expect.stringContaining(problem)]);
  });

  it('a section that lets somebody in is enough', () => {
    expect(() => load(whole, production)).not.toThrow();
  });
});
