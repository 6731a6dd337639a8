import fc from 'fast-check';
import {
  buildSchema,
  execute,
  type GraphQLFieldResolver,
  GraphQLScalarType,
  getOperationAST,
  isObjectType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { type KeptTexts, openKeptTexts } from '../../src/server/execution/kept-texts.ts';
import { compileQuery } from '../../src/server/execution/writer.ts';

const schema = buildSchema(`
  scalar Any
  enum Wish { PEACE QUIET }
  type Thing {
    text: String id: ID count: Int share: Float isOn: Boolean wish: Wish any: Any
    texts: [String] wishes: [Wish!] rows: [[Int]] thing: Thing things: [Thing] given: String
  }
  type Query { thing: Thing things: [Thing!] asked(n: Int, told: Told): Thing }
  input Told { text: String }
`);
Object.assign(schema.getType('Any') as GraphQLScalarType, new GraphQLScalarType({ name: 'Any' }));

function resolve(type: string, field: string, resolver: GraphQLFieldResolver<unknown, unknown>) {
  const found = schema.getType(type);
  if (isObjectType(found)) Object.assign(found.getFields()[field] ?? {}, { resolve: resolver });
}
let page: unknown;
resolve('Query', 'things', () => page);
resolve('Thing', 'given', ((source: { given?: () => unknown }) => source.given?.()) as GraphQLFieldResolver<
  unknown,
  unknown
>);

const leaves = 'text id count share isOn wish any texts wishes rows given';
const query = `{ things { __typename a: text ${leaves} thing { ${leaves} __typename } things { wish id things { text } } text } }`;

function compiled(text: string) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('no operation');
  return { document, query: compileQuery(schema, document, operation, {}) };
}
const { document, query: compiledQuery } = compiled(query);

/** What is written of some objects; null where it is left to graphql-js. */
async function written(things: unknown, kept: KeptTexts | null = null): Promise<string | null> {
  page = things;
  try {
    return await compiledQuery.write({ context: null, variables: {}, kept, roots: [] });
  } catch {
    return null;
  }
}

/** As graphql-js answers it; null for an answer with errors. */
async function expected(things: unknown): Promise<string | null> {
  page = things;
  const { data, errors } = await execute({ schema, document });
  return errors === undefined ? JSON.stringify(data) : null;
}

const long = 'so that it is looked through in another way than a short one ';
const texts = [
  '"',
  '\\',
  '\u0000',
  '\u000f',
  '\u0010',
  '\u001f',
  '\u007f',
  '\u2028',
  '\ud800',
  '\udc00é',
  '😀',
];
const strange = [...texts, '王', 'é', '', '</script>', '\n\r\t'].flatMap((text) => [text, long + text]);

/** Whoever asks first hears of it: before that it must not count as an unhandled rejection. */
function failing(): Promise<never> {
  const promise = Promise.reject(new Error('no'));
  promise.catch(() => undefined);
  return promise;
}

describe('texts', () => {
  it.each(strange)('are escaped as JSON has them: %j', async (text) => {
    const things = [{ text, id: text, any: text, texts: [text, text], given: () => text }, { text: 'plain' }];
    expect(await written(things)).toBe(await expected(things));
    expect(await written(things, openKeptTexts(1e6))).toBe(await expected(things));
  });

  it.each([0, 7, 8, 15, 16, 19])('are escaped wherever they stand in a list: %i', async (place) => {
    const inside = Array.from({ length: 20 }, (_, index) => ({
      id: index === place ? '"' : 'plain',
      things: [{ text: long }, { text: index === place ? `${long}\n` : 'plain' }],
    }));
    for (const text of ['plain', '\\']) {
      const things = [{ text, things: inside }, { text: 'plain' }];
      expect(await written(things)).toBe(await expected(things));
    }
  });

  it.each(['plain', '"', `${long}"`])('are the same whenever a frozen list is met: %j', async (text) => {
    const things = Object.freeze([{ text, things: [{ text }] }, { text: 'plain' }]);
    const answer = await expected(things);
    for (let time = 0; time < 3; time += 1) expect(await written(things)).toBe(answer);
  });

  it('are looked through again where their list is not frozen', async () => {
    const things = [{ text: 'plain' }];
    await written(things);
    things[0] = { text: '"' };
    expect(await written(things)).toBe(await expected(things));
  });

  it('are escaped where only together they look like a pair', async () => {
    const things = [{ text: 'a\ud83d', id: '\ude00b' }];
    expect(await written(things)).toBe(await expected(things));
  });
});

describe('values', () => {
  it.each<[string, object]>([
    ['of other types than said', { text: 7, id: 8, count: '9', share: '1.5', isOn: 1, any: { a: ['"'] } }],
    [
      'that nobody has',
      { thing: null, things: [null, undefined, {}], texts: [null, 'a'], rows: [[1, null]] },
    ],
    ['that come later', { text: Promise.resolve('"'), thing: Promise.resolve({ text: 'a' }) }],
    [
      'that come later in lists',
      { things: [Promise.resolve({ id: 'a' }), null], texts: [Promise.resolve('b')] },
    ],
    [
      'with a member of the name then',
      JSON.parse('{ "any": { "then": 1 }, "thing": { "then": "a", "text": "b" } }'),
    ],
    ['of enums and numbers', { wish: 'QUIET', wishes: ['PEACE'], count: -0, share: 1e21, isOn: false }],
  ])('%s are written as graphql-js does it', async (_what, thing) => {
    const answer = await expected([thing, thing]);
    expect(answer).not.toBeNull();
    expect(await written([thing, thing])).toBe(answer);
  });

  it.each<[string, unknown]>([
    ['an enum with a value it has not', { wish: 'WAR' }],
    ['an enum with the name of what objects have', { wish: 'constructor' }],
    ['an error for a text', { text: new Error('no') }],
    ['an error for any scalar', { any: new Error('no') }],
    ['an error for an object', { thing: new Error('no') }],
    ['an error in a list', { things: [{}, new Error('no')] }],
    ['a promise that fails', { thing: { text: failing() } }],
    ['a resolver that fails', { given: () => expect.fail('no') }],
    ['a null in a list that has none', { wishes: [null] }],
    ['no list', { things: 'none' }],
    ['no number', { count: 'none' }],
    ['a method', { text: () => 'none' }],
  ])('%s is left to graphql-js', async (_what, thing) => {
    expect(await written([{}, thing])).toBeNull();
  });

  it('of whatever kind are written as graphql-js does it, or left to it', async () => {
    const value = fc.oneof(
      fc.anything({ withNullPrototype: true, withDate: true, withBigInt: true }),
      fc.constantFrom(...strange, 'PEACE', 'QUIET', true, 1, null, new Error('no'), Promise.resolve('later')),
    );
    const names = leaves.split(' ').filter((name) => name !== 'given');
    const flat = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
    const thing = fc.record({ text: value, thing: fc.option(flat), things: fc.array(fc.option(flat)) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(flat, thing)), async (things) => {
        const text = await written(things);
        const answer = await expected(things);
        if (text !== null || answer === null) expect(text).toBe(answer);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a resolver', () => {
  it('gets the same arguments, and the same account of the query, whenever the variables are the same', async () => {
    const calls: unknown[][] = [];
    resolve('Query', 'asked', (_source, args, _context, info) => void calls.push([args, info]));
    const asked = compiled('query($n: Int) { asked(n: $n, told: { text: "a" }) { id } }').query;
    const [one, other] = [{ n: 1 }, { n: 2 }];
    for (const variables of [one, other, one]) {
      await asked.write({ context: null, variables, kept: null, roots: [] });
    }
    const [first, second, third] = calls;
    expect(first?.[0]).toEqual({ n: 1, told: { text: 'a' } });
    expect(second?.[0]).toEqual({ n: 2, told: { text: 'a' } });
    expect([third?.[0] === first?.[0], third?.[1] === first?.[1]]).toEqual([true, true]);
    expect([Object.isFrozen(first?.[0]), Object.isFrozen(first?.[1])]).toEqual([true, true]);
  });
});
