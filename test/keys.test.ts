import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apiKeyId, hashApiKey } from '../src/api-key.ts';
import { loadConfig } from '../src/config.ts';
import { runKeys } from '../src/keys.ts';

const pepper = Buffer.alloc(32, 3);
const env = { TRAILGRAPH_PEPPER: pepper.toString('base64') };

function run(argv: string[], surroundings: Record<string, string> = env) {
  const [out, wrong]: [string[], string[]] = [[], []];
  const collect = (texts: string[]) => ({ write: (text: string) => texts.push(text) });
  const code = runKeys(argv, surroundings, { stdout: collect(out), stderr: collect(wrong) });
  return { code, written: out.join(''), refused: wrong.join('') };
}

describe('the command keys', () => {
  it.each([
    [['--grant', 'auditors'], 'auditors'],
    [['--accounts', 'main,b', '--scopes', 'audit:read'], { accounts: ['main', 'b'], scopes: ['audit:read'] }],
  ])('makes a key, and the lines that make the gateway know it: %j', (options, grant) => {
    const { code, written } = run([
      'create',
      '--client',
      'siem',
      '--expires',
      '2099-01-01T00:00:00Z',
      ...options,
    ]);
    expect(code).toBe(0);
    const key = /tg_\S+/.exec(written)?.[0] ?? '';
    expect(apiKeyId(key)).not.toBeNull();
    const { apiKeys } = parse(written.slice(written.indexOf('  pepper:')));
    expect(apiKeys).toEqual([
      {
        id: apiKeyId(key),
        client: 'siem',
        hash: hashApiKey(key, pepper).toString('base64'),
        expires: '2099-01-01T00:00:00Z',
        grant,
      },
    ]);
    const text = `auth:\n  grants: { auditors: {} }\n${written.slice(written.indexOf('  pepper:')).replace('accounts: [main, b], ', '')}`;
    const config = loadConfig({ argv: [], env, readFile: () => text });
    expect(config.auth.apiKeys[0]).toMatchObject({ client: 'siem', hash: hashApiKey(key, pepper) });
  });

  it('makes another one each time', () => {
    const made = Array.from(
      { length: 20 },
      () => /tg_\S+/.exec(run(['create', '--client', 'a']).written)?.[0],
    );
    expect(new Set(made).size).toBe(20);
  });

  it.each([
    [[], 'Expected the word create'],
    [['create'], '--client: expected a name'],
    [['create', '--client', 'a b'], '--client: expected a name'],
    [['create', '--client', 'a', '--scopes', 'all'], '--scopes: expected audit:read'],
    [['create', '--client', 'a', '--grant', 'g', '--scopes', 'audit:read'], 'got both'],
    [['create', '--client', 'a', '--expires', '90D'], 'or an instant to come, got "90D"'],
    [['create', '--client', 'a', '--expires', 'P0D'], '--expires: expected a duration'],
    [['create', '--client', 'a', '--expires', '2020-01-01T00:00:00Z'], '--expires: expected a duration'],
    [['create', '--client', 'a', '--pepper', 'x'], 'Unknown option'],
  ])('refuses %j', (argv, message) => {
    expect(run(argv)).toEqual({ code: 1, written: '', refused: expect.stringContaining(message) });
  });

  it.each([
    [{}, 'got nothing'],
    [{ TRAILGRAPH_PEPPER: 'hunter2' }, 'got 7 characters'],
  ])('needs a pepper, not %j, and does not show it', (surroundings, got) => {
    const { code, written, refused } = run(['create', '--client', 'a'], surroundings);
    expect([code, written]).toEqual([1, '']);
    expect(refused).toContain('TRAILGRAPH_PEPPER: expected');
    expect(refused).toContain(got);
    expect(refused).not.toContain('hunter2');
  });
});
