import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/actiontrail/json.ts';

/** Texts that look like the places where a long number can stand, and such places. */
const piece = fc.constantFrom(
  '"',
  '\\',
  ':',
  ',',
  '[',
  ' ',
  '9007199254740993',
  '-1234567890123456789',
  '}',
  'a',
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => JSON.stringify(pieces.join('')));
const number = fc.constantFrom('9007199254740993', '-9007199254740993', '1e3', '12345678901234567.5', '7');
const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(' , ')}]`),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 3 }).map((members) => {
      const written = members.map(([key, member]) => `${key}: ${member}`);
      return `{${written.join(',')} }`;
    }),
  ),
})).value;
/** By itself, a number is no answer of ActionTrail. */
const json = value.map((inner) => `[${inner}]`);

function exact(_key: string, parsed: unknown, { source = '' }: { readonly source?: string } = {}): unknown {
  return typeof parsed === 'number' && /^-?\d+$/.test(source) && !Number.isSafeInteger(parsed)
    ? source
    : parsed;
}

describe('JSON of ActionTrail', () => {
  it.each([
    ['{"a":9007199254740993}', { a: '9007199254740993' }],
    ['{"a": -9007199254740993}', { a: '-9007199254740993' }],
    ['[1234567890123456789,1]', ['1234567890123456789', 1]],
    ['[1, 9223372036854775807 ]', [1, '9223372036854775807']],
    ['{"a":\n18446744073709551615}', { a: '18446744073709551615' }],
    ['{"a":9007199254740991}', { a: 9007199254740991 }],
    ['{"a":"9007199254740993"}', { a: '9007199254740993' }],
    ['{"a":1234567890123456.5}', { a: 1234567890123456.5 }],
    ['{"a":12345678901234567e3}', { a: 12345678901234567e3 }],
    ['{"a":"x: 9007199254740993, [9007199254740993]"}', { a: 'x: 9007199254740993, [9007199254740993]' }],
    ['[":9007199254740993,",9007199254740993]', [':9007199254740993,', '9007199254740993']],
    ['{"\\\\":9007199254740993}', { '\\': '9007199254740993' }],
    ['["\\\\\\",9007199254740993,",9007199254740993]', ['\\",9007199254740993,', '9007199254740993']],
    [
      '{ "a" : 9007199254740993 , "b"\n:\n12345678901234567 }',
      { a: '9007199254740993', b: '12345678901234567' },
    ],
  ])('keeps every digit of whole numbers: %s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it('keeps a key called __proto__ as a key', () => {
    const value = parseJson('{"__proto__":{"a":9007199254740993}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":"9007199254740993"}}');
  });

  it('reads what is nested beyond all measure', () => {
    const text = `${'['.repeat(200_000)}1234567890123456789${']'.repeat(200_000)}`;
    expect(parseJson(text)).toBeInstanceOf(Array);
  });

  it('reads every JSON as it would with a reviver that sees the digits', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text, exact));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '',
    '{',
    '{"a":1}x',
    'undefined',
    '\ufeff{}',
    '[09007199254740993]',
    '{"a":1,9007199254740993:2}',
    '[1,9007199254740993',
    '[9007199254740993 1]',
  ])('throws for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});
