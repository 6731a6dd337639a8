import {
  type AttackClass,
  asking,
  harmless,
  invalid,
  lettered,
  tooMuch,
  unparsable,
} from '../support/attack.ts';

const page = 'events(first: 1) { nodes { id } }';
/** Users lead to events, and events to users. */
const deep = (turns: number) =>
  `{ events { ${'nodes { actor { user { events { '.repeat(turns)} nodes { id } ${'} } } } '.repeat(turns)} } }`;
/** Each fragment spreads the next one twice. */
const doubling = (levels: number, spread: (next: string) => string, last: string) =>
  `{ ${spread('F0')} } ${Array.from({ length: levels }, (_, n) => `fragment F${n} on Query { ${spread(`F${n + 1}`)} }`).join(' ')} fragment F${levels} on Query { ${last} }`;
const chain = (length: number, end: string) =>
  `{ ...F0 } ${Array.from({ length }, (_, n) => `fragment F${n} on Query { ...F${n + 1} }`).join(' ')} fragment F${length} on Query { ${end} }`;
const fields = 'name args { name } type { name fields { name } }';

export const documents: readonly AttackClass[] = [
  {
    number: 1,
    name: 'alias overloading',
    attacks: [
      asking('51 of nothing', `{ auditLimits { ${lettered(51, (a) => `${a}: maxDepth`)} } }`, tooMuch),
      asking('101 of __typename', `{ ${lettered(101, (a) => `${a}: __typename`)} }`, tooMuch),
      asking('101 of a paid field', `{ ${lettered(101, (a) => `${a}: ${page}`)} }`, tooMuch),
      asking('600 of __typename', `{ ${lettered(600, (a) => `${a}: __typename`)} }`, tooMuch),
      asking('1,000 of __typename', `{ ${lettered(1000, (a) => `${a}: __typename`)} }`, {
        ...tooMuch,
        says: /tokens/,
      }),
      asking(
        '20 pages, all that one may cost',
        `{ ${lettered(20, (a) => `${a}: events(first: 200) { edges { cursor } nodes { id eventName eventTime serviceName region requestId outcome isGlobal actor { userName accountId } } }`)} }`,
        tooMuch,
      ),
      asking(
        'split over two fragments',
        `{ auditLimits { ...A ...B } } fragment A on AuditLimits { ${lettered(26, (a) => `a${a}: maxDepth`)} } fragment B on AuditLimits { ${lettered(26, (a) => `b${a}: maxDepth`)} }`,
        tooMuch,
      ),
      asking(
        'one fragment, spread thrice',
        `{ x: auditLimits { ...A } y: auditLimits { ...A } z: auditLimits { ...A } } fragment A on AuditLimits { ${lettered(17, (a) => `${a}: maxDepth`)} }`,
        tooMuch,
      ),
      asking(
        'in inline fragments',
        `{ ${lettered(51, (a) => `... { auditLimits { ... on AuditLimits { ${a}: maxDepth } } }`)} }`,
        tooMuch,
      ),
      asking(
        'in the second operation',
        `query A { __typename } query B { auditLimits { ${lettered(51, (a) => `${a}: maxDepth`)} } }`,
        tooMuch,
        { operationName: 'A' },
      ),
      asking(
        'as many as are allowed',
        `{ auditLimits { ${lettered(50, (a) => `${a}: maxDepth`)} } }`,
        harmless,
      ),
    ],
  },
  {
    number: 3,
    name: 'deep selection',
    attacks: [
      asking(
        '13 levels',
        `{ events { nodes { actor { user { events { nodes { actor { user { events { nodes { actor { user { id } } } } } } } } } } } } }`,
        tooMuch,
      ),
      ...[3, 6, 25, 80].map((turns) => asking(`${4 * turns + 3} levels`, deep(turns), tooMuch)),
      asking('5,000 levels of nothing', '{a'.repeat(5000), tooMuch),
      asking('990 levels of nothing, closed', `${'{ a '.repeat(490)}${'} '.repeat(490)}`, invalid),
      asking(
        'levels in fragments',
        `{ events { ...A } } fragment A on AuditEventConnection { nodes { actor { user { events { ...B } } } } } fragment B on AuditEventConnection { nodes { actor { user { events { ...C } } } } } fragment C on AuditEventConnection { nodes { actor { user { events { scan { state } } } } } }`,
        tooMuch,
      ),
      asking(
        'levels in inline fragments',
        `{ ${'... { '.repeat(300)} __typename ${'} '.repeat(300)} }`,
        harmless,
      ),
    ],
  },
  {
    number: 4,
    name: 'circular fragments',
    attacks: [
      asking('itself', '{ ...A } fragment A on Query { ...A }', invalid),
      asking(
        'itself, in a field',
        '{ events { ...A } } fragment A on AuditEventConnection { nodes { actor { user { events { ...A } } } } }',
        invalid,
      ),
      asking('each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', invalid),
      asking(
        'three in a ring',
        '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }',
        invalid,
      ),
      asking('a ring of 200', chain(199, '...F0'), invalid),
      asking(
        'a ring that is not used',
        '{ __typename } fragment A on Query { ...B } fragment B on Query { ...A }',
        invalid,
      ),
      asking(
        'in an inline fragment',
        '{ ...A } fragment A on Query { ... on Query { ... { ...A } } }',
        invalid,
      ),
      asking('a chain of 199, no ring', chain(199, '__typename'), harmless),
      asking('a spread of what is not there', '{ ...A }', invalid),
    ],
  },
  {
    number: 5,
    name: 'fragment bombs',
    attacks: [
      asking(
        'doubling, 26 levels',
        doubling(26, (next) => `...${next} ...${next}`, '__typename'),
        tooMuch,
      ),
      asking(
        'doubling, 150 levels',
        doubling(150, (next) => `...${next} ...${next}`, '__typename'),
        tooMuch,
      ),
      asking(
        'doubling of a paid field',
        doubling(26, (next) => `...${next} ...${next}`, page),
        tooMuch,
      ),
      asking(
        'doubling of an alias',
        doubling(10, (next) => `...${next} ...${next}`, 'a: __typename'),
        tooMuch,
      ),
      asking(
        'doubling of a directive',
        doubling(10, (next) => `...${next} ...${next} @include(if: true)`, '__typename'),
        tooMuch,
      ),
      asking(
        'tenfold, 6 levels',
        doubling(6, (next) => `...${next} `.repeat(10), '__typename'),
        tooMuch,
      ),
      asking(
        'doubling in inline fragments',
        doubling(26, (next) => `... { ...${next} } ... on Query { ...${next} }`, '__typename'),
        tooMuch,
      ),
      asking(
        '30 inline fragments in 20',
        `{ ${`... { ${'... { __typename } '.repeat(30)} } `.repeat(20)} }`,
        { ...tooMuch, says: /tokens|root fields/ },
      ),
      asking(
        'doubling levels of users',
        `{ events(first: 50) { ...A } } fragment A on AuditEventConnection { nodes { x: actor { user { events(first: 1) { ...B } } } y: actor { user { events(first: 1) { ...B } } } } } fragment B on AuditEventConnection { nodes { x: actor { user { events(first: 200) { nodes { id } } } } y: actor { user { events(first: 200) { nodes { id } } } } } }`,
        tooMuch,
      ),
      asking(
        '200 fragments that nobody spreads',
        `{ __typename } ${lettered(200, (a) => `fragment ${a} on Query { __typename }`)}`,
        invalid,
      ),
    ],
  },
  {
    number: 6,
    name: 'field duplication',
    attacks: [
      asking('1,990 times __typename', `{ ${'__typename '.repeat(1990)} }`, invalid),
      asking('3,000 times __typename', `{ ${'__typename '.repeat(3000)} }`, tooMuch),
      asking('200 times a paid field', `{ ${`${page} `.repeat(120)} }`, tooMuch),
      asking('1,900 times a leaf', `{ auditLimits { ${'maxDepth '.repeat(1900)} } }`, invalid),
      asking('400 times a parent', `{ events(first: 1) { ${'nodes { id } '.repeat(400)} } }`, harmless),
      asking(
        'with other arguments each time',
        `{ ${Array.from({ length: 15 }, (_, n) => `events(first: ${n}) { nodes { id } }`).join(' ')} }`,
        invalid,
      ),
      asking(
        'conflicts without end',
        `{ auditLimits { ${'a: maxDepth a: maxTokens '.repeat(240)} } }`,
        invalid,
      ),
    ],
  },
  {
    number: 7,
    name: 'directive overloading',
    attacks: [
      asking('10 unknown ones', `{ __typename ${lettered(10, (a) => `@${a}`)} }`, invalid),
      asking('500 unknown ones', `{ __typename ${'@x'.repeat(500)} }`, invalid),
      asking('250 times @skip on one field', `{ __typename ${'@skip(if: false) '.repeat(250)} }`, invalid),
      asking(
        '21 times @include',
        `{ auditLimits { ${'maxDepth @include(if: true) '.repeat(21)} } }`,
        tooMuch,
      ),
      asking(
        'on fragments',
        `{ auditLimits { ${'...A @include(if: true) '.repeat(21)} } } fragment A on AuditLimits { maxDepth }`,
        tooMuch,
      ),
      asking(
        'in a fragment that is spread often',
        `{ auditLimits { ${'...A '.repeat(11)} } } fragment A on AuditLimits { maxDepth @skip(if: false) maxTokens @skip(if: false) }`,
        tooMuch,
      ),
      asking(
        'on inline fragments',
        `{ ${'... @include(if: true) { auditLimits { maxDepth } } '.repeat(21)} }`,
        tooMuch,
      ),
      asking('where none belongs', 'query @skip(if: true) @deprecated { __typename }', invalid),
    ],
  },
  {
    number: 9,
    name: 'circular introspection',
    attacks: [
      asking(
        'seven types deep',
        `{ __schema { types { ${'fields { type { '.repeat(7)} name ${'} } '.repeat(7)} } } }`,
        invalid,
      ),
      asking(
        'three types deep',
        `{ __schema { types { ${'fields { type { '.repeat(3)} name ${'} } '.repeat(3)} } } }`,
        invalid,
      ),
      asking(
        'by possible types',
        `{ __type(name: "Node") { ${'possibleTypes { interfaces { '.repeat(4)} name ${'} } '.repeat(4)} } }`,
        invalid,
      ),
      asking(
        'in fragments',
        `{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { ...C } } } fragment C on __Type { fields { type { ${fields} } } }`,
        invalid,
      ),
    ],
  },
  {
    number: 17,
    name: 'deep literal',
    attacks: [
      asking('20,000 lists', `{ nodes(ids: ${'['.repeat(20_000)}`, tooMuch),
      asking('990 lists, closed', `{ nodes(ids: ${'['.repeat(980)}${']'.repeat(980)}) { id } }`, invalid),
      asking('10,000 objects', `{ events(filter: ${'{not: '.repeat(10_000)}`, tooMuch),
      asking(
        '390 filters within each other',
        `{ events(filter: ${'{not: '.repeat(390)}{}${'}'.repeat(390)}) { nodes { id } } }`,
        { status: 200, code: 'BAD_USER_INPUT', says: /levels of and\/or\/not/ },
      ),
      asking('a string of 60 kB', `{ node(id: "${'a'.repeat(60_000)}") { id } }`, {
        status: 200,
        code: 'BAD_USER_INPUT',
      }),
      asking('a block string of 60 kB', `{ node(id: """${'a\n'.repeat(20_000)}""") { id } }`, {
        status: 200,
        code: 'BAD_USER_INPUT',
      }),
      asking('a comment of 60 kB', `{ __typename } # ${'x'.repeat(60_000)}`, harmless),
      asking('commas, 60 kB', `{ __typename ${','.repeat(60_000)} }`, harmless),
      asking(
        'a number of 60,000 digits',
        `{ events(first: ${'9'.repeat(60_000)}) { nodes { id } } }`,
        invalid,
      ),
      asking(
        'a float of 60,000 digits',
        `{ events(first: 0.${'9'.repeat(60_000)}) { nodes { id } } }`,
        invalid,
      ),
      asking('a name of 60,000 letters', `{ ${'a'.repeat(60_000)} }`, invalid),
      asking('a string without an end', `{ node(id: "${'a'.repeat(60_000)}`, unparsable),
      asking('brackets only', '{'.repeat(60_000), unparsable),
      asking('closing brackets only', '}'.repeat(60_000), unparsable),
    ],
  },
];
