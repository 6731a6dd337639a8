import { buildSchema, getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentErrors, parseDocument } from '../../src/server/document-limits.ts';
import { defaultLimits } from '../support/limits.ts';

const schema = buildSchema('type Query { q: Query, s: String } directive @d repeatable on FIELD | QUERY');

function complaints(text: string): string[] {
  const document = parseDocument(text, { maxTokens: 100_000 });
  return documentErrors(schema, document, defaultLimits).map(({ message }) => message);
}

const nested = (levels: number) => `${'{ q '.repeat(levels - 1)}{ s }${' }'.repeat(levels - 1)}`;
const aliases = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: s`).join(' ');
/** Each fragment spreads the next one twice. */
const doubling = (levels: number, last: string) =>
  `{ ...F0 } ${Array.from({ length: levels }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`).join(' ')} fragment F${levels} on Query { ${last} }`;

describe('a document', () => {
  it.each([
    ['12 levels', nested(12)],
    ['50 aliases', `{ q { ${aliases(50)} } }`],
    ['20 root fields', `{ ${'s '.repeat(20)} }`],
    ['20 directives', `query @d { s ${'@d '.repeat(19)} }`],
    [
      'a dozen operations, each of a size',
      'ABCDEFGHIJKL'.replaceAll(/./g, (name) => `query ${name} { ${'s '.repeat(20)} } `),
    ],
    [
      'a fragment in a dozen places',
      `{ ${'ABCDEFGHIJKL'.replaceAll(/./g, (name) => `${name}: q { ...F } `)} } fragment F on Query { t: s u: s q { s } }`,
    ],
    ['what tools ask of a schema', getIntrospectionQuery()],
  ])('may have %s', (_what, text) => {
    expect(complaints(text)).toEqual([]);
  });

  it.each([
    ['13 levels', nested(13), '12 levels of fields in an operation, got 13.'],
    [
      'levels in fragments',
      `query A { ...F } fragment F on Query ${nested(11)} query B { q { q { ...F } } }`,
      '12 levels of fields in an operation, got 13.',
    ],
    [
      'levels in inline fragments',
      `{ ... { ... on Query ${nested(13)} } }`,
      '12 levels of fields in an operation, got 13.',
    ],
    [
      '51 aliases',
      `{ ${aliases(51)} }`.replaceAll('a0: s', 'q { b: s }'),
      '50 aliases in an operation, got 51.',
    ],
    [
      'aliases in a fragment that is spread often',
      `{ ${'ABC'.replaceAll(/./g, (name) => `${name}: q { ...F } `)} } fragment F on Query { ${aliases(17)} }`,
      '50 aliases in an operation, got 54.',
    ],
    ['21 root fields', `{ ${'s '.repeat(21)} }`, '20 root fields in an operation, got 21.'],
    ['21 directives', `query @d { s ${'@d '.repeat(20)} }`, '20 directives in an operation, got 21.'],
    ['a doubling of fields', doubling(25, 's'), '20 root fields in an operation, got 33554432.'],
    [
      'a doubling of aliases',
      doubling(100, 'a: s'),
      '50 aliases in an operation, got 1.2676506002282294e+30.',
    ],
    [
      'a doubling of directives',
      doubling(6, '... @include(if: true) { q { s @d } }').replaceAll('{ ...F', '{ q { s } ...F'),
      '20 directives in an operation, got 128.',
    ],
  ])('may not have %s', (_what, text, complaint) => {
    expect(complaints(text)).toContainEqual(expect.stringContaining(`Expected at most ${complaint}`));
  });

  it('has at most five of its errors told', () => {
    expect(complaints(`{ ${'nope '.repeat(30)} }`)).toEqual(
      Array(5).fill('Cannot query field "nope" on type "Query".'),
    );
  });

  it.each([
    ['itself', '{ ...A } fragment A on Query { ...A }'],
    ['each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
  ])('may not have a fragment that spreads %s', (_what, text) => {
    expect(complaints(text)).toContainEqual(expect.stringMatching(/^Cannot spread fragment/));
  });
});

describe('tokens', () => {
  it.each([
    [20, 20],
    [21, 20],
  ])('%i where %i are allowed', (count, maxTokens) => {
    const read = () => parseDocument(`{ ${'s '.repeat(count - 2)} }`, { maxTokens });
    if (count <= maxTokens) expect(read().definitions).toHaveLength(1);
    else
      expect(read).toThrow(
        'Expected a document of at most 20 tokens (names, values, punctuation), got more. Ask in several requests.',
      );
  });
});
