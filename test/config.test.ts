// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is what the configuration is written with
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig, usage, wantsHelp } from '../src/config.ts';
import { problemsOf } from './support/refused.ts';

type Env = Record<string, string | undefined>;

/** As if the text stood in trailgraph.yaml; null: there is no such file. */
function load(text: string | null, env: Env = {}, argv: string[] = []) {
  return loadConfig({ argv, env, readFile: (path) => (path === 'trailgraph.yaml' ? text : null) });
}

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const account = (more: string) =>
  `accounts: [{ name: main, id: "12345", regions: [cn-hangzhou], credentials: { type: default }, ${more} }]`;

const documented = `
server:   { host: 127.0.0.1, port: 4000 }
accounts:
  - name: main                       # what clients call it
    id: "1000000000000001"
    regions: [cn-hangzhou, ap-southeast-1]
    endpoint: http://127.0.0.1:4010
    credentials: { type: static, accessKeyId: \${AK}, accessKeySecret: \${SK} }
quota:    { callsPerSecond: 2 }
cursors:  { keys: [\${CURSOR_KEY}] }
`;

describe('a configuration', () => {
  it('has the documented shape', () => {
    const config = load(documented, { AK: 'the-id', SK: 'the-secret', CURSOR_KEY: key(1) });
    expect(config.accounts).toEqual([
      {
        name: 'main',
        id: '1000000000000001',
        regions: ['cn-hangzhou', 'ap-southeast-1'],
        endpoint: 'http://127.0.0.1:4010',
        credentials: { type: 'static', accessKeyId: 'the-id', accessKeySecret: 'the-secret' },
        isEmulated: true,
      },
    ]);
    expect(config.cursors.keys.map((bytes) => [...bytes])).toEqual([Array(32).fill(1)]);
  });

  it('is complete without a file', () => {
    expect(load(null)).toMatchInlineSnapshot(`
      {
        "accessLog": {
          "to": null,
        },
        "accounts": "emulator",
        "auth": {
          "anonymous": {
            "accounts": null,
            "pastSeconds": null,
            "redaction": null,
            "regions": null,
            "scopes": [
              "audit:read",
              "audit:raw",
              "jobs:read",
              "introspect",
            ],
            "services": null,
          },
          "apiKeys": [],
          "issuers": [],
          "pepper": null,
        },
        "cursors": {
          "keys": [],
        },
        "documents": {
          "only": null,
        },
        "execution": {
          "isPrepared": true,
          "keptAnswerBytes": 16777216,
          "keptBytes": 16777216,
          "keptPageBytes": 16777216,
        },
        "federation": {
          "auditableResource": false,
          "enabled": false,
        },
        "file": null,
        "isProduction": false,
        "limits": {
          "maxAliases": 50,
          "maxBodyBytes": 65536,
          "maxCost": 100000,
          "maxDepth": 12,
          "maxDirectives": 20,
          "maxPageSize": 200,
          "maxRootFields": 20,
          "maxTokens": 2000,
          "maxValidationErrors": 5,
        },
        "log": {
          "level": "info",
        },
        "memory": {
          "maxBytes": 67108864,
          "movingEdgeMs": 5000,
        },
        "metrics": null,
        "quota": {
          "callsPerSecond": 2,
          "replicas": 1,
          "reserve": 0,
          "scope": "account",
        },
        "search": {
          "maxUpstreamCalls": 40,
          "maxWaitMs": 30000,
          "settleDelaySeconds": 900,
        },
        "server": {
          "drainDelayMs": 0,
          "drainTimeoutMs": 10000,
          "host": "127.0.0.1",
          "hosts": [
            "localhost",
            "127.0.0.1",
            "[::1]",
          ],
          "isGraphiqlOn": true,
          "maxConnections": 1000,
          "maxRequestsPerConnection": 100000,
          "origins": [],
          "port": 4000,
          "requestTimeoutMs": 10000,
        },
        "tracing": null,
      }
    `);
  });

  it('is frozen to the ground', () => {
    const { accounts, server } = load(documented, { AK: 'a', SK: 's', CURSOR_KEY: key(1) });
    const parts = [
      server,
      accounts,
      ...(accounts === 'emulator' ? [] : accounts.flatMap((one) => [one, one.regions, one.credentials])),
    ];
    expect(parts.map(Object.isFrozen)).toEqual(parts.map(() => true));
  });

  it('is what the example file says', () => {
    const example = readFileSync(new URL('../trailgraph.example.yaml', import.meta.url), 'utf8');
    const config = load(example, { AK: 'a', SK: 's', CURSOR_KEY: key(2) });
    const { file: _file, accounts: _accounts, cursors: _cursors, ...rest } = config;
    expect(load(null)).toMatchObject(rest);
  });

  it('takes every key', () => {
    const text = `
server: { host: "::1", port: 0, requestTimeout: PT1M30S, drainDelay: PT20S, drainTimeout: PT0S, graphiql: false,
  hosts: [audit.example.com], origins: ["https://app.example.com", "http://localhost:3000"], connections: 5, requestsPerConnection: 7 }
search: { settleDelay: PT1H, maxUpstreamCalls: 100, maxWait: PT1M }
log: { level: debug }
quota: { callsPerSecond: 0.5, scope: region, reserve: 0.25, replicas: 3 }
cursors: { keys: ["${key(1)}"] }
memory: { mebibytes: 1, movingEdge: PT0S }
federation: { enabled: true, auditableResource: true }
limits: { bodyBytes: 1024, tokens: 100, depth: 4, aliases: 0, rootFields: 1, directives: 0, validationErrors: 1, pageSize: 50, cost: 100 }
execution: { prepared: false, keptMebibytes: 0, keptPageMebibytes: 0, keptAnswerMebibytes: 0 }
accounts:
  - { name: a, id: "10000", regions: [cn-hangzhou], emulated: true, endpoint: "https://trail.{region}.example.com:8443/",
      credentials: { type: static, accessKeyId: i, accessKeySecret: s, securityToken: t } }
  - { name: b, id: "10001", regions: [cn-hangzhou], credentials: { type: default },
      quota: { callsPerSecond: 10, scope: account, reserve: 1, replicas: 2 } }
`;
    const { server, search, log, quota, memory, federation, limits, execution, accounts } = load(text);
    expect(Object.values(limits)).toEqual([1024, 100, 4, 0, 1, 0, 1, 50, 100]);
    expect(execution).toEqual({ isPrepared: false, keptBytes: 0, keptPageBytes: 0, keptAnswerBytes: 0 });
    expect(server).toEqual({
      host: '::1',
      port: 0,
      requestTimeoutMs: 90_000,
      drainDelayMs: 20_000,
      drainTimeoutMs: 0,
      isGraphiqlOn: false,
      hosts: ['audit.example.com'],
      origins: ['https://app.example.com', 'http://localhost:3000'],
      maxConnections: 5,
      maxRequestsPerConnection: 7,
    });
    expect({ search, log, quota, memory, federation }).toEqual({
      federation: { enabled: true, auditableResource: true },
      search: { settleDelaySeconds: 3600, maxUpstreamCalls: 100, maxWaitMs: 60_000 },
      log: { level: 'debug' },
      quota: { callsPerSecond: 0.5, scope: 'region', reserve: 0.25, replicas: 3 },
      memory: { maxBytes: 1_048_576, movingEdgeMs: 0 },
    });
    expect(accounts).toMatchObject([
      {
        endpoint: 'https://trail.{region}.example.com:8443',
        isEmulated: true,
        credentials: { securityToken: 't' },
      },
      {
        endpoint: null,
        isEmulated: false,
        credentials: { type: 'default' },
        quota: { callsPerSecond: 10, scope: 'account', reserve: 1, replicas: 2 },
      },
    ]);
  });

  it('leaves the console no more than there is, in common and by account', () => {
    const text = `quota: { reserve: 2 }\n${account('quota: { callsPerSecond: 1, reserve: 1.5 }')}`;
    expect(problemsOf(() => load(text))).toEqual([
      'quota.reserve: expected calls per second below callsPerSecond, which is 2, got the number 2',
      'accounts[0].quota.reserve: expected calls per second below callsPerSecond, which is 1, got the number 1.5',
    ]);
  });

  it.each([
    ['127.0.0.1', ['localhost', '127.0.0.1', '[::1]']],
    ['"::1"', ['localhost', '127.0.0.1', '[::1]']],
    ['localhost', ['localhost', '127.0.0.1', '[::1]']],
    ['0.0.0.0', null],
    ['gateway', null],
  ])('on %s answers to the names %j', (host, hosts) => {
    expect(load(`server: { host: ${host} }`).server.hosts).toEqual(hosts);
  });

  it.each([
    '*',
    'null',
    'app.example.com',
    'https://app.example.com/',
    'https://APP.example.com',
    'https://app.example.com:443',
    'https://*.example.com',
    'file:///x',
  ])('takes no origin like %s', (origin) => {
    expect(problemsOf(() => load(`server: { origins: ["${origin}"] }`))).toEqual([
      expect.stringMatching(/^server\.origins\[0\]: expected an origin as browsers send it/),
    ]);
  });

  it('reads the list of the only documents', () => {
    const read = (manifest: string | null, more = '') =>
      loadConfig({
        argv: [],
        env: {},
        readFile: (path) => (path === 'list.json' ? manifest : `documents: { only: list.json }\n${more}`),
      });
    expect(read('{"id": "{ a }", "__proto__": "{ b }"}').documents.only).toEqual(
      new Map([
        ['id', '{ a }'],
        ['__proto__', '{ b }'],
      ]),
    );
    for (const wrong of [null, '', '[]', '{}', '{"id": 7}', '{"id": ']) {
      expect(problemsOf(() => read(wrong))).toEqual([
        'documents.only: expected a JSON file with an object of ids and the texts of their documents, at least one, got the file "list.json"',
      ]);
    }
    expect(problemsOf(() => read('{"id": "{ a }"}', 'federation: true'))).toEqual([
      'documents.only: expected nothing where federation is on: routers write queries of their own, got a list of documents',
    ]);
  });

  it('asks for no part of a subgraph that is off', () => {
    expect(problemsOf(() => load('federation: { auditableResource: true }'))).toEqual([
      'federation.enabled: expected true where `auditableResource` is, got nothing',
    ]);
  });

  it('may have empty sections', () => {
    expect(load('server:\nlog:\n  # level: debug\n')).toEqual({ ...load(null), file: 'trailgraph.yaml' });
  });
});

describe('the emulator', () => {
  it.each([
    [null, {}],
    ['', {}],
    ['server: { port: 0 }', {}],
    ['accounts: emulator', {}],
    ['accounts: emulator\nauth: { anonymous: {} }', { NODE_ENV: 'production' }],
    ['accounts: ${SOURCE}\nauth: { anonymous: {} }', { NODE_ENV: 'production', SOURCE: 'emulator' }],
  ])('answers for %j with %j', (text, env) => {
    expect(load(text, env).accounts).toBe('emulator');
  });

  it.each([
    null,
    'server: { port: 0 }',
    'accounts:',
  ])('must be asked for by name in production: %j', (text) => {
    expect(problemsOf(() => load(text, { NODE_ENV: 'production' }))).toEqual([
      expect.stringMatching(/^accounts: expected a list of .*accounts?, or the word emulator.*, got /),
      expect.stringMatching(/^auth: expected a section that says who is let in .*, got nothing$/),
    ]);
  });

  it('is not what another word means', () => {
    expect(problemsOf(() => load('accounts: emulater'))).toEqual([
      'accounts: expected "emulator", got "emulater"',
    ]);
  });
});

describe('production', () => {
  it.each([
    [undefined, '', true],
    ['production', '', false],
    ['production', 'graphiql: true', true],
    ['development', 'graphiql: false', false],
  ])('NODE_ENV=%s with {%s} has GraphiQL: %s', (NODE_ENV, keys, isOn) => {
    expect(
      load(`accounts: emulator\nauth: { anonymous: {} }\nserver: { ${keys} }`, { NODE_ENV }).server
        .isGraphiqlOn,
    ).toBe(isOn);
  });
});

describe('the file', () => {
  const files: Record<string, string> = {
    'a.yaml': 'log: { level: debug }',
    'b.yaml': 'log: { level: warn }',
  };
  const readFile = (path: string) => files[path] ?? null;

  it.each([
    [['--config', 'a.yaml'], {}, 'a.yaml'],
    [['--config=a.yaml'], { TRAILGRAPH_CONFIG: 'b.yaml' }, 'a.yaml'],
    [[], { TRAILGRAPH_CONFIG: 'b.yaml' }, 'b.yaml'],
    [[], { TRAILGRAPH_CONFIG: '' }, null],
    [[], {}, null],
  ])('is found by %j and %j', (argv, env, file) => {
    expect(loadConfig({ argv, env, readFile }).file).toBe(file);
  });

  it.each([
    [['--config', 'c.yaml'], {}],
    [[], { TRAILGRAPH_CONFIG: 'c.yaml' }],
  ])('must be there when it is asked for: %j %j', (argv, env) => {
    expect(problemsOf(() => loadConfig({ argv, env, readFile }))).toEqual([
      'expected the file c.yaml, got no such file',
    ]);
  });

  it('must be readable', () => {
    const refused = () => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    };
    expect(problemsOf(() => loadConfig({ argv: [], env: {}, readFile: refused }))).toEqual([
      'expected to read the file trailgraph.yaml, got EACCES',
    ]);
  });

  it('may have 1 MiB', () => {
    const comment = `#${'x'.repeat(1024 * 1024 - 1)}`;
    expect(load(comment).accounts).toBe('emulator');
    expect(problemsOf(() => load(`${comment}x`))).toEqual([
      'expected at most 1048576 bytes in the file trailgraph.yaml, got 1048577',
    ]);
  });
});

describe('the command line', () => {
  it.each([
    [[], false],
    [['--help'], true],
    [['-h'], true],
    [['--config', 'x', '--help'], true],
  ])('%j asks for help: %s', (argv, expected) => {
    expect(wantsHelp(argv)).toBe(expected);
    expect(usage).toContain('--config <file>');
  });

  it.each([
    [['--port', '1']],
    [['start']],
    [['--config']],
    [['--help=yes']],
    [['-x']],
  ])('refuses %j, and says what there is', (argv) => {
    for (const read of [() => load(null, {}, argv), () => wantsHelp(argv)]) {
      expect(problemsOf(read)).toEqual([expect.stringMatching(/^expected --config <file> or --help, got /)]);
    }
  });
});

describe('the environment', () => {
  it.each([
    ['log: { level: ${L} }', { L: 'warn' }, { log: { level: 'warn' } }],
    ['log: { level: "${L}" }', { L: 'warn' }, { log: { level: 'warn' } }],
    ['log:\n  level: >-\n    ${L}\n', { L: 'warn' }, { log: { level: 'warn' } }],
    ['server: {port: ${P}}', { P: '81' }, { server: { port: 81 } }],
    ['server: {graphiql: ${G}}', { G: 'false' }, { server: { isGraphiqlOn: false } }],
    ['server: {host: ${A}.${B}.internal}', { A: 'a', B: 'b' }, { server: { host: 'a.b.internal' } }],
    ['search: {settleDelay: PT${M}M}', { M: '5' }, { search: { settleDelaySeconds: 300 } }],
    ['quota: {callsPerSecond: ${Q}}', { Q: '1.5' }, { quota: { callsPerSecond: 1.5 } }],
    ['federation: ${F}', { F: 'true' }, { federation: { enabled: true, auditableResource: false } }],
    ['# ${NOT_READ}\nlog: { level: info }', {}, { log: { level: 'info' } }],
  ])('fills %j', (text, env, expected) => {
    expect(load(text, env)).toMatchObject(expected);
  });

  it.each([
    'true',
    '12345678',
    'null',
    '{a:1}',
    '[x]',
    '"quoted"',
    '&a',
    '*a',
    '!!js',
    'a:b#c',
    '${AK}',
    '%',
    '~',
  ])('is never read as YAML: %j', (SK) => {
    const { accounts } = load(documented, { AK: 'id', SK, CURSOR_KEY: key(1) });
    expect(accounts).toMatchObject([{ credentials: { accessKeySecret: SK } }]);
  });

  it('is told by path and name when something is missing, all at once', () => {
    expect(problemsOf(() => load(documented, { AK: undefined }))).toEqual([
      'accounts[0].credentials.accessKeyId: expected the environment variable AK to be set, got nothing',
      'accounts[0].credentials.accessKeySecret: expected the environment variable SK to be set, got nothing',
      'cursors.keys[0]: expected the environment variable CURSOR_KEY to be set, got nothing',
    ]);
  });

  it('is not the prototype of anything', () => {
    expect(problemsOf(() => load('log: { level: ${constructor} }'))).toEqual([
      'log.level: expected the environment variable constructor to be set, got nothing',
    ]);
  });

  it.each(['${}', '${A-B}', '${1}', '${A:-x}', '${A'])('is not named by %s', (text) => {
    expect(problemsOf(() => load(`log: { level: "${text}" }`, { A: 'info' }))[0]).toMatch(
      /^log\.level: expected a name of letters, digits and underscores, or file: and a path, in the braces after \$/,
    );
  });
});

describe('what would print credentials', () => {
  it.each([
    ['DEBUG', 'httpx:header', 'httpx:header'],
    ['DEBUG', 'express:*, httpx:*', 'httpx:header, httpx:body'],
    ['DEBUG', '*', 'httpx:header, httpx:body, sign'],
    ['DEBUG', '*,-httpx:*', 'sign'],
    ['DEBUG', 's*n', 'sign'],
    ['NODE_DEBUG', 'http,NET', 'net'],
    ['NODE_DEBUG', '*,-net', 'net'],
  ])('is refused: %s=%s', (variable, value, met) => {
    const [problem = '', ...more] = problemsOf(() => load(null, { [variable]: value }));
    expect(more).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${variable}: expected the environment variable to leave out `));
    expect(problem).toMatch(new RegExp(`, got a value that switches on ${met.replaceAll('*', '.')}$`));
  });

  it.each([
    [null, 'no file, only the environment'],
    ['{}', 'trailgraph.yaml and the environment'],
  ])('is not blamed on the file: %j', (text, read) => {
    const refused = () => load(text, { DEBUG: '*' });
    expect(refused).toThrow(`Cannot start: the configuration is not valid (${read}).\n  DEBUG: expected`);
  });

  it.each([
    ['DEBUG', ''],
    ['DEBUG', 'httpx'],
    ['DEBUG', 'express:*,design'],
    ['DEBUG', '*,-httpx:*,-sign'],
    ['NODE_DEBUG', 'http,tls'],
    ['OTHER', '*'],
  ])('is nothing else: %s=%s', (variable, value) => {
    expect(load(null, { [variable]: value }).file).toBeNull();
  });
});

describe('the access log', () => {
  it.each([
    ['', {}, null],
    ['', { NODE_ENV: 'production' }, 'stdout'],
    ['accessLog: { to: stdout }', {}, 'stdout'],
    ['accessLog: { to: off }', { NODE_ENV: 'production' }, null],
    ['accessLog: { to: ${FILE} }', { FILE: '/var/log/access.log' }, { file: '/var/log/access.log' }],
  ])('%j with %j goes to %j', (text, env, to) => {
    expect(load(`accounts: emulator\nauth: { anonymous: {} }\n${text}`, env).accessLog).toEqual({ to });
  });
});

describe('metrics and traces', () => {
  it('are off without a port and without an endpoint', () => {
    const text = 'metrics:\ntracing: { sampleRatio: 0.5 }';
    expect(load(text)).toMatchObject({ metrics: null, tracing: null });
  });

  it('go where they are told to', () => {
    const text = `
metrics: { port: 9464, host: 0.0.0.0 }
tracing: { endpoint: "https://collector:4318/v1/traces", headers: { authorization: "Bearer \${T}" }, sampleRatio: 0.1 }`;
    expect(load(text, { T: 'hunter2' })).toMatchObject({
      metrics: { host: '0.0.0.0', port: 9464 },
      tracing: {
        endpoint: 'https://collector:4318/v1/traces',
        headers: { authorization: 'Bearer hunter2' },
        sampleRatio: 0.1,
      },
    });
  });

  it.each([
    ['metrics: { host: 0.0.0.0 }', 'metrics.port: expected a port, since a host is named, got nothing'],
    ['tracing: { headers: { a: hunter2 } }', 'tracing.endpoint: expected the address that the headers'],
    ['metrics: { port: 99999 }', 'metrics.port: expected an integer from 0 to 65535'],
    ['tracing: { endpoint: "file:///x" }', 'tracing.endpoint: expected an http:// or https:// address'],
    [
      'tracing: { endpoint: "http://u:hunter2@x" }',
      'tracing.endpoint: expected an http:// or https:// address',
    ],
    ['tracing: { sampleRatio: 2 }', 'tracing.sampleRatio: expected a number from 0 to 1'],
    ['tracing: { headers: { "a b": x } }', 'tracing.headers: expected a map of header names'],
    ['tracing: { headers: { a: "${E}" } }', 'tracing.headers: expected a map of header names'],
  ])('refuse %s', (text, problem) => {
    const [first = ''] = problemsOf(() => load(text, { E: 'hunter2\n' }));
    expect(first).toContain(problem);
    expect(first).not.toContain('hunter2');
  });
});

describe('the check', () => {
  it('tells all at once what was expected and what came', () => {
    const text = `
servr: {}
server: { prot: 3, port: "x", host: null, requestTimeout: 10s, graphiql: yes }
accounts:
  - { name: 1st, id: 1000000000000001, regions: [cn-hangzhou, cn-hangzhou, X], credentials: { type: ram } }
  - { name: main, id: "12345", regions: [], credentials: hunter2 }
  - { name: main, id: "12345", regions: cn, credentials: { type: static, accesKeyId: hunter2, accessKeySecret: 12 } }
quota: { callsPerSecond: 0 }
cursors: { keys: [hunter2, \${KEY}] }
log: { level: verbose }
`;
    expect(problemsOf(() => load(text, { KEY: 'hunter2' })).join('\n')).toMatchInlineSnapshot(`
      "server.host: expected an address or host name to listen on, got an empty value
      server.port: expected an integer from 0 to 65535, got "x"
      server.requestTimeout: expected an ISO 8601 duration from PT1S to PT5M, got "10s"
      server.graphiql: expected true or false, got "yes"
      server.prot: expected one of the keys host, port, requestTimeout, drainDelay, drainTimeout, hosts, origins, connections, requestsPerConnection, graphiql, got the unknown key "prot", did you mean "port"?
      accounts[0].name: expected a letter, then up to 63 letters, digits, _ or -, got "1st"
      accounts[0].id: expected the account id: 5 to 20 digits in quotes (YAML would round a number), got the number 1000000000000001
      accounts[0].regions[2]: expected a region id such as cn-hangzhou, got "X"
      accounts[0].credentials.type: expected "static" or "default", got "ram"
      accounts[1].regions: expected a list of at least one region id, got a list of 0
      accounts[1].credentials: expected a map with \`type\`, got a text of 7 characters
      accounts[2].regions: expected a list of at least one region id, got "cn"
      accounts[2].credentials.accessKeyId: expected printable ASCII without spaces, got nothing
      accounts[2].credentials.accessKeySecret: expected printable ASCII without spaces, got a number
      accounts[2].credentials.accesKeyId: expected one of the keys type, accessKeyId, accessKeySecret, securityToken, got the unknown key "accesKeyId", did you mean "accessKeyId"?
      quota.callsPerSecond: expected a number above 0 and up to 100, got the number 0
      cursors.keys[0]: expected the base64 of exactly 32 bytes (\`openssl rand -base64 32\`), got a text of 7 characters
      cursors.keys[1]: expected the base64 of exactly 32 bytes (\`openssl rand -base64 32\`), got a text of 7 characters from \${KEY}
      log.level: expected "debug" or "info" or "warn" or "error", got "verbose"
      servr: expected one of the keys server, accounts, auth, redaction, quota, cursors, memory, search, documents, federation, limits, execution, log, accessLog, metrics, tracing, got the unknown key "servr", did you mean "server"?
      accounts[2].name: expected a value of its own, got the same as accounts[1].name
      accounts[2].id: expected a value of its own, got the same as accounts[1].id
      accounts[0].regions[1]: expected a value of its own, got the same as accounts[0].regions[0]"
    `);
  });

  it.each([
    ['server', 'a map', '3'],
    ['server', 'a map', '[]'],
    ['server.host', 'an address or host name to listen on', '{ host: "http://x" }'],
    ['server.port', 'an integer from 0 to 65535', '{ port: 65536 }'],
    ['server.port', 'an integer from 0 to 65535', '{ port: "80" }'],
    ['server.port', 'an integer from 0 to 65535', '{ port: 1.5 }'],
    ['server.requestTimeout', 'an ISO 8601 duration from PT1S to PT5M', '{ requestTimeout: PT0S }'],
    ['server.requestTimeout', 'an ISO 8601 duration from PT1S to PT5M', '{ requestTimeout: 10 }'],
    ['server.drainTimeout', 'an ISO 8601 duration from PT0S to PT10M', '{ drainTimeout: PT11M }'],
    ['server.graphiql', 'true or false', '{ graphiql: "true" }'],
    ['server.graphiql', 'true or false', '{ graphiql: "${WORD}" }'],
  ])('refuses at %s what is not %s: %s', (path, expected, value) => {
    expect(problemsOf(() => load(`server: ${value}`, { WORD: 'constructor' }))).toEqual([
      expect.stringContaining(`${path}: expected ${expected}, got `),
    ]);
  });

  it.each([
    ['https://trail.example.com/v1'],
    ['https://user:hunter2@trail.example.com'],
    ['https://trail.example.com?x=1'],
    ['https://trail.example.com#x'],
    ['http://trail.example.com'],
    ['http://127.0.0.1.example.com'],
    ['http://localhost.example.com'],
    ['http://{region}.example.com'],
    ['http://[::2]'],
    ['https://{zone}.example.com'],
    ['ftp://127.0.0.1'],
    ['trail.example.com'],
    ['https://'],
  ])('refuses the endpoint %s', (endpoint) => {
    const problems = problemsOf(() => load(account(`endpoint: "${endpoint}"`)));
    expect(problems).toEqual([
      expect.stringMatching(/^accounts\[0\]\.endpoint: expected an https:\/\/ address /),
    ]);
    expect(problems[0]).not.toContain('hunter2');
  });

  it.each([
    'http://127.0.0.1:4010',
    'http://localhost:1',
    'http://[::1]:2',
    'https://actiontrail.{region}.aliyuncs.com',
    'https://x:443',
  ])('takes the endpoint %s', (endpoint) => {
    expect(load(account(`endpoint: "${endpoint}/"`)).accounts).toMatchObject([{ endpoint }]);
  });

  it.each([
    ['1234', 'text'],
    ['123456789012345678901', 'text'],
    ['1000000000000001', 'number'],
    ['1234567890123456789', 'number'],
  ])('refuses the account id %s as %s', (id, kind) => {
    const text = account('emulated: false').replace('"12345"', kind === 'text' ? `"${id}"` : id);
    expect(problemsOf(() => load(text))).toEqual([
      `accounts[0].id: expected the account id: 5 to 20 digits in quotes (YAML would round a number), got ${kind === 'text' ? `"${id}"` : `the number ${id}`}`,
    ]);
  });

  it('refuses replicas whose cursors the others could not open', () => {
    expect(problemsOf(() => load('quota: { replicas: 2 }'))).toEqual([
      'cursors.keys: expected a key that all replicas have (quota.replicas says that there are several): openssl rand -base64 32, got nothing',
    ]);
    expect(load(`quota: { replicas: 2 }\ncursors: { keys: ["${key(1)}"] }`).cursors.keys).toHaveLength(1);
  });

  it.each([
    key(1).slice(4),
    Buffer.alloc(33).toString('base64'),
    'x'.repeat(42),
    `${'A'.repeat(42)}!=`,
    '',
  ])('refuses the cursor key %j', (bad) => {
    const problems = problemsOf(() => load(`cursors: { keys: ["${key(1)}", "${bad}"] }`));
    const got = bad === '' ? 'an empty text' : `a text of ${bad.length} characters`;
    expect(problems).toEqual([
      `cursors.keys[1]: expected the base64 of exactly 32 bytes (\`openssl rand -base64 32\`), got ${got}`,
    ]);
  });

  it.each([
    ['the same key twice at line 2, column 1', 'a: 1\na: 2'],
    ['wrong indentation at line 1', 'log: [1, {'],
    ['a tab as indentation at line 2, column 1', 'log:\n\t- 1'],
    ['an unknown tag at line 1, column 6', 'log: !!js x'],
    ['more than one document at line 2, column 1', 'log: a\n---\nlog: b'],
    ['a key that is not text at line 1, column 1', '[1]: 2'],
    ['more levels than can be read at line 1', '['.repeat(100_000)],
  ])('refuses YAML with %s', (got, text) => {
    const [first, ...more] = problemsOf(() => load(text));
    expect(first).toContain(`expected valid YAML, got ${got}`);
    expect(more.length).toBeLessThan(3);
  });

  it('never shows the line that YAML does not understand', () => {
    const broken = 'credentials: { accessKeySecret: hunter2: hunter2 ]';
    expect(problemsOf(() => load(broken)).join()).not.toContain('hunter2');
  });

  it.each([
    [
      'server: &a { port: 1 }\nlog: *a',
      'log: expected a value of its own, got a YAML alias, which is not supported',
    ],
    [
      'log: { level: "\uE000" }',
      'expected text without the private-use characters U+E000 to U+E002, got one of them',
    ],
    ['- 1', 'expected a map, got a list of 1'],
    ['hello', 'expected a map, got "hello"'],
    ['__proto__: { a: 1 }', expect.stringContaining('got the unknown key "__proto__"')],
    ['server: { ${A}: 1 }', expect.stringContaining('got the unknown key "${A}"')],
    [`${'[]: 1'}`, expect.stringContaining('a key that is not text')],
  ])('refuses %j', (text, problem) => {
    expect(problemsOf(() => load(text))).toContainEqual(problem);
  });

  it('tells 50 problems at most', () => {
    const text = Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join('\n');
    const lines = problemsOf(() => load(text));
    expect([lines.length, lines.at(-1)]).toEqual([51, '… and 950 more']);
  });

  it.each([
    account('endpoint: "https://proxy/?key=S3cretValue"'),
    account('').replace('{ type: default }', '{ type: S3cretValue/x== }'),
    'accounts: ["AK:S3cretValue"]',
  ])('shows no secret that was pasted into the wrong place: %s', (text) => {
    const problems = problemsOf(() => load(text));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toContain('S3cretValue');
  });

  it('takes an account behind plain http for emulated unless it says otherwise', () => {
    const emulated = (more: string) => load(account(more)).accounts;
    expect(emulated('endpoint: "http://127.0.0.1:4010"')).toMatchObject([{ isEmulated: true }]);
    expect(emulated('endpoint: "http://127.0.0.1:4010", emulated: false')).toMatchObject([
      { isEmulated: false },
    ]);
    expect(emulated('endpoint: "https://proxy"')).toMatchObject([{ isEmulated: false }]);
  });
});
