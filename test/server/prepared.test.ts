import { buildSchema, executeSync, type GraphQLFieldResolver, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema as published } from '../../src/graphql/index.ts';
import type { OpenCall } from '../../src/server/call.ts';
import { openDocuments } from '../../src/server/execution/documents.ts';
import { createPrepared } from '../../src/server/execution/prepared.ts';
import type { ExecutorOptions } from '../../src/server/yoga.ts';
import { callAt } from '../support/call.ts';
import { fast } from '../support/execution.ts';
import { defaultLimits } from '../support/limits.ts';

interface Person {
  readonly name: string;
  readonly friends: readonly Person[];
  readonly must?: null;
}
type Resolver = GraphQLFieldResolver<Person, { readonly viewer: string }>;

const schema = buildSchema(`
  interface Named { name: String }
  enum Wish { PEACE QUIET }
  type Person implements Named {
    name: String wish: Wish must: String! isMe: Boolean place: String kind: String
    friends(first: Int = 9): [Person!]
  }
  type Query {
    me: Person later: Person them: [Named] hello(to: String): String broken: String informed: String
  }
`);
const bob: Person = Object.freeze({ name: 'Bob "B" 😀', friends: Object.freeze([]) });
const ann: Person = Object.freeze({ name: 'Ann', wish: 'PEACE', friends: Object.freeze([bob]) });
const resolvers: Record<string, Record<string, Resolver>> = {
  Query: {
    me: () => ann,
    later: async () => bob,
    them: () => [ann, bob, null],
    hello: (_source, { to }) => `hello ${to}`,
    broken: () => Promise.reject(new Error('broken')),
    informed: (_source, _args, _context, info) => JSON.stringify([info.fieldName, info.path]),
  },
  Person: {
    isMe: ({ name }, _args, { viewer }) => name === viewer,
    place: (_source, _args, _context, info) => String(info.path.key),
    kind: (_source, _args, _context, info) => info.parentType.name,
    friends: ({ friends }, { first }) => friends.slice(0, first),
  },
};
for (const [type, fields] of Object.entries(resolvers)) {
  const found = schema.getType(type);
  if (!isObjectType(found)) continue;
  for (const [name, resolve] of Object.entries(fields))
    Object.assign(found.getFields()[name] ?? {}, { resolve });
}
Object.assign(schema.getType('Named') ?? {}, { resolveType: () => 'Person' });

type Ask = (query: string, variables?: Record<string, unknown>, viewer?: string) => Promise<string | null>;

function open(keptBytes = fast.keptBytes, costOf: ExecutorOptions['costOf'] = () => 0): Ask {
  const documents = openDocuments(schema, defaultLimits);
  const prepared = createPrepared({
    schema,
    createContext: ({ viewer }) => ({ viewer }),
    costOf,
    limits: defaultLimits,
    execution: { ...fast, keptBytes },
    observer: { log: () => undefined, record: () => undefined },
  });
  return async (query, variables, viewer = 'Ann') => {
    const body = await prepared({
      call: { ...callAt(), viewer } as OpenCall,
      asked: { query, variables, operationName: undefined, extensions: undefined },
      document: documents.read(query),
    });
    // What stands around it is told in `test/graphql/upstream-cost.test.ts`.
    return body === null ? null : (/^\{"data":(.*),"extensions":\{.*\}\}$/.exec(String(body))?.[1] ?? '');
  };
}

describe('the short way', () => {
  it.each([
    ['{ me { name wish friends { name } } }', {}],
    ['{ me { ...A wish } } fragment A on Named { name ... on Person { b: name friends { name } } }', {}],
    ['{ me { friends { name } friends { wish } } __typename me { name } }', {}],
    ['query($n: Int) { me { friends(first: $n) { name } } hello }', { n: 0 }],
    ['{ a: informed me { kind } }', {}],
    ['query($to: String = "you") { hello(to: $to) }', {}],
    ['query($to: String) { hello(to: $to) }', { to: null }],
    ['query($yes: Boolean!) { me { name @skip(if: $yes) wish @include(if: $yes) } }', { yes: true }],
  ])('writes what graphql-js answers: %s %j', async (query, variableValues) => {
    const { data } = executeSync({
      schema,
      document: parse(query),
      variableValues,
      contextValue: { viewer: 'Ann' },
    });
    const ask = open();
    for (let time = 0; time < 2; time += 1) {
      expect(await ask(query, variableValues)).toBe(JSON.stringify(data));
    }
  });

  it('prices the variables as they were sent, not as they were read', async () => {
    const priced: unknown[] = [];
    const ask = open(0, ({ variables }) => priced.push(variables));
    const query = 'query($n: Int = 1) { me { friends(first: $n) { name } } }';
    expect(await ask(query, {})).toContain('Bob');
    expect(priced).toEqual([{}]);
  });

  it('waits for what takes its time', async () => {
    expect(await open()('{ later { name isMe } them { __typename name } }')).toBe(
      `{"later":{"name":${JSON.stringify(bob.name)},"isMe":false},` +
        `"them":[{"__typename":"Person","name":"Ann"},{"__typename":"Person","name":${JSON.stringify(bob.name)}},null]}`,
    );
  });

  it.each([
    ['a document that is not valid', '{ nothing }', {}],
    ['a document that is none', '{', {}],
    ['introspection', '{ __schema { queryType { name } } }', {}],
    ['variables that do not fit', 'query($n: Int!) { me { friends(first: $n) { name } } }', { n: 'one' }],
    ['an error in a field', '{ later { name } broken me { name } }', {}],
    ['a null where none may be', '{ me { must } }', {}],
    ['a resolver that wants to know where it stands', '{ me { place } }', {}],
  ])('hands on %s', async (_what, query, variables) => {
    const ask = open();
    for (let time = 0; time < 2; time += 1) expect(await ask(query, variables)).toBeNull();
  });
});

describe('what is kept with an object', () => {
  const query = 'query($n: Int) { me { name isMe friends(first: $n) { name } } }';

  it('never answers for another viewer', async () => {
    const ask = open();
    expect(await ask(query, {}, 'Ann')).toContain('"isMe":true');
    expect(await ask(query, {}, 'Eve')).toContain('"isMe":false');
  });

  it('never answers for other arguments', async () => {
    const ask = open();
    expect(await ask(query, { n: 0 })).toContain('"friends":[]');
    expect(await ask(query, { n: 1 })).toContain('"friends":[{');
  });

  it.each([
    [fast.keptBytes, 1],
    [0, 2],
  ])('with room for %i bytes is written %i times when it is asked for twice', async (bytes, times) => {
    let reads = 0;
    const counting = Object.freeze({
      friends: Object.freeze([]),
      // As `raw` of an event.
      whole: Object.freeze(() => 'Ann'),
      get name() {
        reads += 1;
        return 'Ann';
      },
    });
    // Looking whether it is constant reads it as well.
    Object.values(counting);
    const glance = reads;
    reads = 0;
    const me = schema.getQueryType()?.getFields().me;
    Object.assign(me ?? {}, { resolve: () => counting });
    const ask = open(bytes);
    await ask('{ me { name } }');
    await ask('{ me { name } }');
    Object.assign(me ?? {}, { resolve: () => ann });
    expect(reads - (bytes > 0 ? glance : 0)).toBe(times);
  });

  it('is not kept with what can change', async () => {
    const changing = { name: 'Ann', friends: [] };
    const me = schema.getQueryType()?.getFields().me;
    Object.assign(me ?? {}, { resolve: () => changing });
    const ask = open();
    expect(await ask('{ me { name } }')).toContain('Ann');
    changing.name = 'Bea';
    expect(await ask('{ me { name } }')).toContain('Bea');
    Object.assign(me ?? {}, { resolve: () => ann });
  });
});

describe('the published schema', () => {
  it('has no resolver that hides how much it takes: what is kept goes by their lengths', () => {
    const fields = Object.values(published.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
    const hiding = fields.filter(({ field: { resolve } }) => {
      if (resolve === undefined || resolve.length > 2) return false;
      const [parameters = ''] = String(resolve).split('=>');
      return /\.\.\.|=/.test(parameters) || /\barguments\b/.test(String(resolve));
    });
    expect(hiding.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });
});
