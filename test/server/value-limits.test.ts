import { describe, expect, it } from 'vitest';
import { expectBounded } from '../../src/server/value-limits.ts';

const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);

describe('variables', () => {
  it.each([
    ['nothing', undefined],
    ['a null', { a: null }],
    ['32 levels', { a: deep(32) }],
    ['10,000 values', { a: Array(9998).fill(0) }],
  ])('may be %s', (_what, value) => {
    expect(() => expectBounded('variables', value)).not.toThrow();
  });

  it.each([
    ['33 levels', { a: deep(33) }, '32 levels of lists and objects'],
    ['30,000 levels', deep(30_000), '32 levels of lists and objects'],
    ['10,001 values', { a: Array(9999).fill(0) }, '10000 values'],
    [
      'keys of a prototype',
      JSON.parse(`{"__proto__":${'{"__proto__":'.repeat(40)}1${'}'.repeat(41)}`),
      '32 levels',
    ],
  ])('may not have %s', (_what, value, allowed) => {
    expect(() => expectBounded('variables', value)).toThrow(`Expected at most ${allowed}`);
  });
});
