import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/actiontrail/json.ts';

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

  it.each(['', '{', '{"a":1}x', 'undefined', '\ufeff{}'])('throws for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});
