// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${file:PATH} is what the configuration is written with
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';

const key = Buffer.alloc(32, 7).toString('base64');

function load(text: string, files: Readonly<Record<string, string>> = {}) {
  const readFile = (path: string) => {
    if (path.includes('forbidden'))
      throw Object.assign(new Error('EACCES: secret-looking'), { code: 'EACCES' });
    return path === 'trailgraph.yaml' ? text : (files[path] ?? null);
  };
  return loadConfig({ argv: [], env: { NAME: 'k' }, readFile });
}

function refusal(text: string, files?: Readonly<Record<string, string>>): string {
  try {
    load(text, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('Expected a ConfigError.');
}

describe('a value from a file', () => {
  it.each([
    ['in a flow list', 'cursors: { keys: [${file:/run/secrets/k}] }'],
    ['in a block list', 'cursors:\n  keys:\n    - ${file:/run/secrets/k}'],
    ['in quotes', 'cursors: { keys: ["${file:/run/secrets/k}"] }'],
  ])('is read %s', (_, text) => {
    for (const ending of ['', '\n', '\r\n']) {
      const { cursors } = load(text, { '/run/secrets/k': `${key}${ending}` });
      expect(cursors.keys.map((bytes) => bytes[0])).toEqual([7]);
    }
  });

  it('is text, whatever it looks like, and may stand inside a longer one', () => {
    const config = load('server: { host: "${file:a}.${file:b}" }\nlog: { level: ${file:c} }', {
      a: 'my',
      b: 'host',
      c: 'debug',
    });
    expect(config).toMatchObject({ server: { host: 'my.host' }, log: { level: 'debug' } });
    expect(refusal('accounts: ${file:a}', { a: '[1, 2]' })).toContain(
      '"emulator", got a text of 6 characters',
    );
  });

  it.each([
    ['is missing', '/none', 'expected the file /none, got no such file'],
    ['may not be read', '/forbidden', 'expected to read the file /forbidden, got EACCES'],
    ['is far too large', '/large', 'expected at most 65536 bytes in the file /large, got 70000'],
  ])('is refused with its place where the file %s', (_, path, problem) => {
    const message = refusal(`cursors: { keys: [\${file:${path}}] }`, { '/large': 'x'.repeat(70_000) });
    expect(message).toContain(`cursors.keys[0]: ${problem}`);
    expect(message.split('\n')).toHaveLength(2);
  });

  it('is never told, not even when it is wrong', () => {
    const message = refusal('cursors: { keys: [${file:/k}] }', { '/k': 'not-a-key-but-a-secret' });
    expect(message).toContain('got a text of 22 characters from ${file:/k}');
    expect(message).not.toContain('secret');
  });

  it.each(['${file:}', '${file: /k}', '${file:/k', '${file:a,b}'])('is not what %s means', (text) => {
    expect(refusal(`log: { level: '${text}' }`)).toContain('or file: and a path, in the braces after $');
  });
});
