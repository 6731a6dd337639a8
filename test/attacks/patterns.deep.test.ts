import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../src');

/** Every pattern in rooms that see text of users or of events; what operators configure is theirs. */
const patterns = globSync('**/*.ts', {
  cwd: src,
  exclude: ['emulator/**', 'config.ts', 'config/**'],
}).flatMap((file) =>
  literalsIn(readFileSync(join(src, file), 'utf8')).map((literal) => ({ file, ...literal })),
);

/** Slow with long texts, which they never see. */
const spared = new Map([
  ['\\/\\/.*@', 'the endpoint of an account, from the configuration'],
  [
    String.raw`^[[({\s]*(?:true|false|null|none|undefined|\[REDACTED\]|)[\]})\s]*$`,
    'texts under 40 characters',
  ],
]);

const size = 64 * 1024;
/** Texts that make a pattern try again: runs of one kind, alternations, and an end that fits nothing. */
const bits = [
  'a',
  'A',
  '0',
  ' ',
  '\t',
  '-',
  '.',
  ':',
  '/',
  '~',
  '%',
  '=',
  '"',
  "'",
  '\\',
  ',',
  ';',
  '{',
  '[',
  '(',
  '+',
  '_',
  '@',
  '&',
  '?',
  '\n',
  'é',
  'a0',
  'a ',
  '0.',
  '1:',
  '::',
  'a.',
  'a-',
  'ab,',
  ' ;',
  '; a=b',
  '~0',
  '%25',
  '\\u',
  '{}',
  '[]',
  'T0',
  'P1',
  '0Z',
  'key=',
  'a@',
  '=a&',
  '://',
  'LTAI',
  'password',
  'Bearer ',
  '-----BEGIN ',
  'Signature=',
  'eyJ',
  '$abc',
  '\u001b[',
]; // prettier-ignore
const texts = bits.flatMap((bit) =>
  ['', '\u0000', '!', '"', '=', ':', ' x'].map((end) => bit.repeat(size / bit.length) + end),
);

describe('a pattern', () => {
  it('is found in most rooms', () => {
    expect(patterns.length).toBeGreaterThan(40);
    expect(patterns.filter(({ source }) => spared.has(source))).toHaveLength(spared.size);
  });

  it.each(
    patterns.filter(({ source }) => !spared.has(source)),
  )('is quick with 64 KiB of anything: $source in $file', ({ source, flags }) => {
    const pattern = new RegExp(source, flags);
    const slow = texts.find((text) => quickest(pattern, text) > 10);
    expect(JSON.stringify(slow?.slice(0, 20))).toBeUndefined();
  });
});

/** CPU milliseconds of matching once, the least of three attempts: other work on the machine does not count. */
function quickest(pattern: RegExp, text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && least > 10; attempt += 1) {
    const before = process.cpuUsage();
    if (pattern.global) for (const _match of text.matchAll(pattern));
    else pattern.test(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Regular expressions as they are written: after what cannot end a value, outside of comments and texts. */
function literalsIn(code: string): { source: string; flags: string }[] {
  const bare = code.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const literals = bare.matchAll(
    /(?<=[(,=:?!&|>[]\s*|return\s)\/((?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g,
  );
  return [...literals].map(([, source = '', flags = '']) => ({ source, flags }));
}
