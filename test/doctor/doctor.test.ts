import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../src/doctor/finding.ts';
import { runDoctor } from '../../src/doctor.ts';
import { type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
import { systemClock } from '../../src/system.ts';
import { listen } from '../support/loopback.ts';

const healthy = {
  id: '1000000000000001',
  regions: ['cn-hangzhou', 'cn-shanghai'],
  credentials: '{ type: static, accessKeyId: LTAI-emulator-1, accessKeySecret: emulator-demo-secret-1 }',
  keys: `["${Buffer.alloc(32).toString('base64')}"]`,
};

function yamlOf(endpoint: string, account: Partial<typeof healthy> = {}): string {
  const { id, regions, credentials, keys } = { ...healthy, ...account };
  return `
accounts:
  - { name: main, id: "${id}", regions: [${regions}], endpoint: "${endpoint}", credentials: ${credentials} }
quota: { callsPerSecond: 100 }
cursors: { keys: ${keys} }
`;
}

async function emulatorWith(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ callsPerSecond: 100, events: 20_000, days: 30, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

async function examine(yaml: string, argv: readonly string[] = ['--json'], env: NodeJS.ProcessEnv = {}) {
  const written: string[] = [];
  const told: string[] = [];
  const code = await runDoctor({
    argv,
    env,
    clock: systemClock,
    readFile: () => yaml,
    hasFile: () => false,
    write: (text) => written.push(text),
    tell: (text) => told.push(text),
  });
  return { code, text: written.join(''), told: told.join('') };
}

async function findings(yaml: string, env?: NodeJS.ProcessEnv) {
  const { code, text } = await examine(yaml, ['--json'], env);
  const { findings: found, upstreamCalls }: { findings: Finding[]; upstreamCalls: number } = JSON.parse(text);
  return { code, found, upstreamCalls, bad: found.filter(({ status }) => status !== 'ok') };
}

async function listening(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  return listen(server);
}

describe('doctor', () => {
  it('finds nothing wrong where all is well, and spends one look-up a region', async () => {
    const emulator = await emulatorWith();
    const { code, found, bad, upstreamCalls } = await findings(yamlOf(emulator.url));
    expect({ code, bad, upstreamCalls }).toEqual({ code: 0, bad: [], upstreamCalls: 4 });
    expect(found).toContainEqual(
      expect.objectContaining({ check: 'global events', found: 'found in cn-hangzhou' }),
    );
    expect(emulator.calls().filter(({ api }) => api === 'LookupEvents')).toHaveLength(2);
  });

  it.each<[string, Partial<typeof healthy>, string, RegExp]>([
    [
      'an unknown key',
      { credentials: '{ type: static, accessKeyId: LTAI-typo, accessKeySecret: x }' },
      'LookupEvents',
      /does not know this access key \(InvalidAccessKeyId\.NotFound\)/,
    ],
    [
      'a wrong secret',
      { credentials: '{ type: static, accessKeyId: LTAI-emulator-1, accessKeySecret: x }' },
      'LookupEvents',
      /secret does not belong to this access key \(SignatureDoesNotMatch\)/,
    ],
    ['no credentials', { credentials: '{ type: default }' }, 'credentials', /No credentials were found/],
    [
      'the id of another account',
      { id: '1000000000000009' },
      'account id',
      /events are those of 1000000000000001/,
    ],
  ])('tells %s', async (_, account, check, found) => {
    const emulator = await emulatorWith();
    const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
    const { code, bad } = await findings(yamlOf(emulator.url, account), env);
    expect(code).toBe(1);
    expect(bad).toEqual([
      expect.objectContaining({ status: 'failed', check, found: expect.stringMatching(found) }),
    ]);
    expect(bad[0]?.advice).toBeDefined();
  });

  it.each([
    'LookupEvents',
    'GetDeliveryHistoryJob',
    'ListDeliveryHistoryJobs',
  ])('names the action that the RAM policy lacks: %s', async (api) => {
    const emulator = await emulatorWith();
    emulator.addFault({ kind: 'forbidden', api });
    const { code, bad } = await findings(yamlOf(emulator.url, { regions: ['cn-hangzhou'] }));
    expect(code).toBe(1);
    expect(bad[0]).toMatchObject({
      status: 'failed',
      check: api,
      found: `this key may not call actiontrail:${api} (NoPermission)`,
      advice: expect.stringContaining(`actiontrail:${api} on the resource *`),
    });
  });

  it('warns of an account at its rate, whichever action is refused: nothing is wrong with the policy', async () => {
    const emulator = await emulatorWith();
    emulator.addFault({ kind: 'throttle' });
    const { code, bad } = await findings(yamlOf(emulator.url, { regions: ['cn-hangzhou'] }));
    const checks = ['LookupEvents', 'GetDeliveryHistoryJob', 'ListDeliveryHistoryJobs'];
    expect(bad.map(({ check, status }) => [check, status])).toEqual(checks.map((one) => [one, 'warning']));
    expect(code).toBe(0);
  });

  it('tells the region that is down from the one that is well', async () => {
    const emulator = await emulatorWith();
    emulator.addFault({ kind: 'reset', region: 'cn-shanghai' });
    const { bad } = await findings(yamlOf(emulator.url));
    expect(bad).toEqual([
      expect.objectContaining({ status: 'failed', check: 'LookupEvents', region: 'cn-shanghai' }),
    ]);
  });

  it('says when global events are in no configured region', async () => {
    const emulator = await emulatorWith();
    const { code, bad } = await findings(yamlOf(emulator.url, { regions: ['cn-shanghai'] }));
    expect(code).toBe(0);
    expect(bad.map(({ check, status }) => [check, status])).toEqual([
      ['global events', 'warning'],
      ['account id', 'warning'],
    ]);
  });

  it.each([
    [20, 'failed', 'behind', 'LookupEvents'],
    [2, 'warning', 'behind', undefined],
    [-2, 'warning', 'ahead of', undefined],
  ])('measures a clock that is %d minutes off', async (minutes, status, direction, alsoBad) => {
    const emulator = await emulatorWith({ signingNow: () => Date.now() + minutes * 60_000 });
    const { bad } = await findings(yamlOf(emulator.url));
    expect(bad.map(({ check }) => check)).toEqual(alsoBad === undefined ? ['clock'] : ['clock', alsoBad]);
    expect(bad[0]).toMatchObject({ status, found: expect.stringMatching(/^1?[12]\d{1,3} seconds/) });
    expect(bad[0]?.found).toContain(direction);
  });

  it('tells an address that speaks no TLS, with host and port, and asks no further', async () => {
    const port = await listen(createServer());
    const { bad, upstreamCalls } = await findings(yamlOf(`https://127.0.0.1:${port}`));
    expect(bad[0]).toMatchObject({ check: 'address', status: 'failed' });
    expect(bad[0]?.found).toMatch(new RegExp(`^127\\.0\\.0\\.1, port ${port}: it speaks something else`));
    expect(upstreamCalls).toBe(0);
  });

  it('tells a certificate that is not trusted', async () => {
    const pem = readFileSync(join(import.meta.dirname, '../fixtures/tls/self-signed.pem'));
    const server = createTlsServer({ key: pem, cert: pem });
    const { bad } = await findings(yamlOf(`https://127.0.0.1:${await listening(server)}`));
    expect(bad[0]?.found).toContain('its certificate is not trusted');
    expect(bad[0]?.advice).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('tells a server that is not Alibaba Cloud', async () => {
    const port = await listen(createServer((_, response) => response.end('<html>')));
    const { bad } = await findings(yamlOf(`http://127.0.0.1:${port}`));
    expect(bad[0]).toMatchObject({ check: 'address', status: 'warning' });
    expect(bad.at(-1)).toMatchObject({ status: 'failed', advice: expect.stringContaining('`endpoint`') });
  });

  it('prints a table for people, and no secret in it', async () => {
    const emulator = await emulatorWith();
    const { code, text, told } = await examine(yamlOf(emulator.url), []);
    expect(code).toBe(0);
    expect(told).toContain('2 calls of LookupEvents');
    expect(text).toMatch(/^ok {2}LookupEvents {13}main\/cn-hangzhou {2}allowed$/m);
    expect(text).not.toContain('emulator-demo-secret-1');
    expect(text).toMatch(/\n\n\d+ ok, 0 to look at, 0 failed; 4 calls were made\.\n$/);
  });

  it('tells all that is wrong with a configuration that is none', async () => {
    const { code, found } = await findings('accounts: 3\nserver: { prot: 1 }');
    expect(code).toBe(1);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ check: 'configuration', status: 'failed' });
    expect(found.map((finding) => finding.found).join()).toMatch(
      /server\.prot: expected .*accounts: expected/s,
    );
  });

  it('refuses an option that does not exist', async () => {
    const { code, text, told } = await examine('', ['--fix']);
    expect({ code, text }).toEqual({ code: 1, text: '' });
    expect(told).toMatch(/--fix/);
  });

  it('has nothing to ask where all events are invented', async () => {
    const { code, bad } = await findings('accounts: emulator');
    expect(code).toBe(0);
    expect(bad.map(({ check }) => check)).toEqual(['accounts', 'cursors.keys']);
  });
});
