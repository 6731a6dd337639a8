import {
  type AttackClass,
  asking,
  badArgument,
  badRequest,
  forged,
  harmless,
  invalid,
  type Known,
  polite,
  requesting,
  sending,
  tooMuch,
} from '../support/attack.ts';

const events = (args: string) => `{ events(${args}) { nodes { id } } }`;
const jobs = (args: string) => `{ deliveryJobs(source: { account: "main" }, ${args}) { nodes { id } } }`;
const after = 'query($after: String) { events(first: 1, after: $after) { nodes { id } } }';
const node = 'query($id: ID!) { node(id: $id) { id } }';
const id = (text: string) => Buffer.from(text).toString('base64url');
const badCursor = { status: 200, code: 'INVALID_CURSOR' } as const;
const flipped = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
const cursor = (name: string, make: (known: Known) => string) =>
  forged(name, badCursor, (known) => asking(name, after, badCursor, { variables: { after: make(known) } }));
const hosts = [
  'evil.test',
  '169.254.169.254',
  '100.100.100.200',
  'localhost',
  '127.0.0.1:22',
  'cn-hangzhou.evil.test',
  'cn-hangzhou@evil.test',
  'cn-hangzhou#',
  'cn-hangzhou/../x',
  'cn-hangzhou?x=',
  '..',
  '%2e%2e',
  'file:///etc/passwd',
  'http://evil.test',
  'CN-HANGZHOU',
  ' cn-hangzhou',
  'cn-hangzhou\\u0000',
];

export const argumentsOfFields: readonly AttackClass[] = [
  {
    number: 18,
    name: 'amounts',
    attacks: [
      ...[
        'first: 300000',
        'first: 2147483647',
        'last: 100000',
        'first: 200, budget: { maxUpstreamCalls: 2000 }',
      ].map((args) => asking(args, events(args), tooMuch)),
      ...[
        'first: 201',
        'first: -1',
        'last: -2147483648',
        'first: 1, last: 1',
        'first: 1, budget: { maxUpstreamCalls: 41 }',
        'first: 1, budget: { maxUpstreamCalls: -1 }',
        'first: 1, budget: { maxWait: "P90D" }',
        'window: { start: "9999-12-31T23:59:59Z", end: "1971-01-01T00:00:00Z" }',
        'window: { past: "P1D", start: "2026-01-01T00:00:00Z" }',
        'window: { end: "1970-01-01T00:00:00Z" }',
      ].map((args) => asking(args, events(args), badArgument)),
      ...[
        'first: 2147483648',
        'first: 1.5',
        'first: "5"',
        'first: NaN',
        'first: 1e3',
        'first: [1]',
        'first: {}',
        'first: true',
        'first: 99999999999999999999',
        'window: { past: 5 }',
        'order: SIDEWAYS',
      ].map((args) => asking(args, events(args), invalid)),
      ...[
        'window: { past: "-P1D" }',
        'window: { past: "P9999999999999999D" }',
        'window: { start: "yesterday" }',
        'window: { start: "2026-02-30T00:00:00Z" }',
      ].map((args) => asking(args, events(args), invalid)),
      asking('nulls for numbers', events('first: null, last: null'), harmless),
      asking('no events', events('first: 0'), harmless),
      ...['first: 26', 'first: -1', 'last: 1000'].map((args) =>
        asking(`jobs, ${args}`, jobs(args), badArgument),
      ),
      asking('eleven ids', `{ nodes(ids: [${Array(11).fill('"x"').join(',')}]) { id } }`, badArgument),
      asking('2,000 ids', 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', tooMuch, {
        variables: { ids: Array(2000).fill('x') },
      }),
      asking(
        'fewer than no resources',
        '{ events(first: 20) { nodes { resources(first: -1) { name } } } }',
        badArgument,
      ),
      asking('a variable of 2^53', 'query($n: Int) { events(first: $n) { nodes { id } } }', badRequest, {
        variables: { n: 2 ** 53 },
      }),
      sending(
        'a variable of 1e400',
        '{"query":"query($n: Int) { events(first: $n) { nodes { id } } }","variables":{"n":1e400}}',
        badRequest,
      ),
    ],
  },
  {
    number: 29,
    name: 'texts that make patterns slow',
    attacks: [
      ...Object.entries({
        'a time of zeros': `{ events(window: { start: "${'0'.repeat(60_000)}" }) { nodes { id } } }`,
        'a time of fractions': `{ events(window: { start: "2026-01-01T00:00:00.${'0'.repeat(60_000)}x" }) { nodes { id } } }`,
        'a duration of digits': `{ events(window: { past: "P${'1'.repeat(60_000)}" }) { nodes { id } } }`,
      }).map(([name, query]) => asking(name, query, invalid)),
      ...Object.entries({
        'an id of digits': `{ node(id: "${id(`AuditEvent:${'1'.repeat(40_000)}`)}") { id } }`,
        'an id of colons': `{ node(id: "${id(`AuditEvent${':'.repeat(40_000)}`)}") { id } }`,
        'an id of escapes': `{ node(id: "${id(`AuditUser:${'%'.repeat(40_000)}:a`)}") { id } }`,
        'a job of digits': `{ deliveryJob(id: "${'1'.repeat(60_000)}") { id } }`,
        'a block of addresses': `{ events(filter: { sourceIpAddress: { cidr: "${'1.'.repeat(30_000)}" } }) { nodes { id } } }`,
        'an IPv6 block': `{ events(filter: { sourceIpAddress: { cidr: "${'::'.repeat(30_000)}/1" } }) { nodes { id } } }`,
      }).map(([name, query]) => asking(name, query, badArgument)),
      asking(
        'a pointer of slashes',
        `{ events(first: 1) { nodes { requestParameters(path: "${'/'.repeat(60_000)}") } } }`,
        harmless,
      ),
      asking(
        'a pointer of tildes',
        `{ events(first: 20) { nodes { requestParameters(path: "/${'~0~1'.repeat(15_000)}") } } }`,
        harmless,
      ),
      asking(
        '15 kB of accepted types',
        '{ __typename }',
        { status: 406, code: 'BAD_USER_INPUT' },
        { headers: { accept: 'a/b;q=0,'.repeat(1800) } },
      ),
      asking('15 kB of parameters', '{ __typename }', harmless, {
        headers: { 'content-type': `application/json${'; a=b'.repeat(2500)}` },
      }),
      requesting(
        '15 kB that look like tokens',
        'POST',
        `/graphql?${'eyJ'.repeat(5000)}`,
        { status: 400, code: 'BAD_USER_INPUT' },
        { ...polite, 'content-length': '0' },
      ),
      asking(
        '15 kB of spaces',
        '{ __typename }',
        { status: 415, code: 'BAD_USER_INPUT' },
        { headers: { 'content-type': `a${' '.repeat(15_000)}b` } },
      ),
    ],
  },
  {
    number: 30,
    name: 'requests to elsewhere',
    attacks: [
      ...hosts.map((host) =>
        asking(
          `the region ${host}`,
          events(`sources: [{ account: "main", regions: ["${host}"] }]`),
          badArgument,
        ),
      ),
      ...hosts
        .slice(0, 6)
        .map((host) =>
          asking(`the account ${host}`, events(`sources: [{ account: "${host}" }]`), badArgument),
        ),
      ...hosts
        .slice(0, 6)
        .map((host) =>
          asking(
            `jobs of the region ${host}`,
            `{ deliveryJobs(source: { account: "main", region: "${host}" }) { nodes { id } } }`,
            badArgument,
          ),
        ),
      ...['evil.test', '169.254.169.254', '..'].map((host) =>
        asking(`an event in the region ${host}`, node, harmless, {
          variables: { id: id(`AuditEvent:1000000000000001:${host}:1700000000:x`) },
        }),
      ),
    ],
  },
  {
    number: 32,
    name: 'forged cursors',
    attacks: [
      ...[
        '',
        'x',
        'null',
        '0',
        '{}',
        'A'.repeat(512),
        'A'.repeat(60_000),
        '../../x',
        '====',
        '\u0000',
        '💥',
      ].map((text) => cursor(`the text ${JSON.stringify(text.slice(0, 20))} (${text.length})`, () => text)),
      cursor('cut short', (known) => known.cursor.slice(0, -1)),
      cursor('cut in half', (known) => known.cursor.slice(0, known.cursor.length / 2)),
      cursor('with more behind it', (known) => `${known.cursor}A`),
      cursor('twice', (known) => known.cursor + known.cursor),
      cursor('backwards', (known) => [...known.cursor].reverse().join('')),
      cursor('in small letters', (known) => known.cursor.toLowerCase()),
      cursor('with a pad', (known) => `${known.cursor}=`),
      cursor('with a space', (known) => ` ${known.cursor}`),
      ...[0, 1, 5, 10, 15, 20, 30, 40].map((at) =>
        cursor(`changed at ${at}`, (known) => flipped(known.cursor, at)),
      ),
      ...[
        'filter: { access: WRITE }',
        'order: OLDEST_FIRST',
        'sources: [{ account: "main" }]',
        'window: { past: "P1D" }',
      ].map((args) =>
        forged(`of another question: ${args}`, badCursor, (known) =>
          asking('', events(`first: 1, after: "${known.cursor}", ${args}`), badCursor),
        ),
      ),
      forged('of events, for jobs', badCursor, (known) =>
        asking('', jobs(`after: "${known.cursor}"`), badCursor),
      ),
      forged('as a number', invalid, () => asking('', events('after: 5'), invalid)),
      forged('the real one', harmless, (known) =>
        asking('', after, harmless, { variables: { after: known.cursor } }),
      ),
    ],
  },
  {
    number: 33,
    name: 'ids that were tampered with',
    attacks: [
      ...[
        '',
        'x',
        '====',
        'A'.repeat(60_000),
        id('AuditEvent'),
        id('AuditEvent:'),
        id('AuditEvent:1:2:3'),
        id('Query:1'),
        id('__proto__:1'),
        id('constructor:1'),
        id('AuditUser:a%zz:b'),
        `${id('AuditViewer:x')}=`,
        ` ${id('AuditViewer:x')}`,
        id('AuditEvent:1000000000000001:cn-hangzhou:x:y'),
        id('AuditEvent:1000000000000001:cn-hangzhou:99999999999999:y'),
      ].map((text) =>
        asking(`the text ${JSON.stringify(text.slice(0, 70))}`, node, badArgument, {
          variables: { id: text },
        }),
      ),
      ...[
        'AuditSource:1000000000000099:cn-hangzhou',
        'AuditSource:1000000000000001:mars',
        'AuditEvent:1000000000000099:cn-hangzhou:1700000000:x',
        'DeliveryJob:1000000000000099:cn-hangzhou:1',
        'DeliveryJob:1000000000000001:cn-hangzhou:-1',
        'AuditViewer:root',
        'AuditUser:1000000000000099:x',
        'AuditResource:1000000000000099:a:b',
      ].map((text) =>
        asking(
          `somebody else: ${text}`,
          node,
          { ...harmless, without: /"id"/ },
          { variables: { id: id(text) } },
        ),
      ),
      forged('an event as a job', badArgument, (known) =>
        asking('', `{ deliveryJob(id: "${known.eventId}") { id } }`, badArgument),
      ),
      forged('an event in lower case', badArgument, (known) =>
        asking('', node, badArgument, { variables: { id: known.eventId.toLowerCase() } }),
      ),
      forged('an event with a pad', badArgument, (known) =>
        asking('', node, badArgument, { variables: { id: `${known.eventId}=` } }),
      ),
      asking(
        'a job of 2^64',
        `{ deliveryJob(source: { account: "main" }, id: "18446744073709551616") { id } }`,
        badArgument,
      ),
      asking(
        'a job of other digits',
        `{ deliveryJob(source: { account: "main" }, id: "٣") { id } }`,
        badArgument,
      ),
    ],
  },
  {
    number: 36,
    name: 'operations by hash',
    attacks: [
      sending(
        'a hash alone',
        '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
        badRequest,
      ),
      sending('a document by id', '{"documentId":"sha256:00"}', { status: 400 }),
      sending('the id __proto__', '{"documentId":"__proto__"}', { status: 400 }),
      sending('an id and a document', '{"documentId":"sha256:00","query":"{__typename}"}', { status: 400 }),
      sending('an id as `id`', '{"id":"00","query":"{__typename}"}', badRequest),
      sending(
        'a hash and a document: the document counts',
        '{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
        harmless,
      ),
    ],
  },
];
