import {
  type AttackClass,
  asking,
  badArgument,
  badRequest,
  type Expected,
  harmless,
  polite,
  raw,
  requesting,
  sending,
  tooMuch,
} from '../support/attack.ts';

const hello = JSON.stringify({ query: '{ __typename }' });
const one = '{"query":"{__typename}"}';
const unsupported: Expected = { status: 415, code: 'BAD_USER_INPUT' };
const tooLarge: Expected = { status: 413, code: 'LIMIT_EXCEEDED' };
const find = 'query($f: AuditEventFilter) { events(first: 1, filter: $f) { nodes { id } } }';
const chunked = (...chunks: readonly string[]) =>
  `${chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')}0\r\n\r\n`;
const inChunks = { 'transfer-encoding': 'chunked', ...polite };

export const bodies: readonly AttackClass[] = [
  {
    number: 2,
    name: 'array batching',
    attacks: [
      ...[1, 2, 10, 1000].map((count) =>
        sending(`${count} operations`, `[${Array(count).fill(one).join(',')}]`, {
          ...badRequest,
          says: /^Batches/,
        }),
      ),
      sending('none', '[]', badRequest),
      sending('a batch in a batch', `[[${one}]]`, badRequest),
      sending('operations by number', `{"0":${one},"1":${one}}`, badRequest),
      sending('two bodies behind each other', one + one, badRequest),
      sending('lines of operations', `${one}\n${one}`, badRequest),
    ],
  },
  {
    number: 12,
    name: 'forms of foreign pages',
    attacks: [
      ...[
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain',
        'text/plain; charset=utf-8',
        'application/graphql',
        'application/json; charset=utf-16',
        'application/jsonp',
        'application/json-patch+json',
        'text/json',
        'application/json, text/plain',
        '*/*',
        '',
      ].map((type) => sending(type || 'no type', hello, unsupported, { 'content-type': type })),
      sending('a form', 'query=%7B__typename%7D', unsupported, {
        'content-type': 'application/x-www-form-urlencoded',
      }),
      sending(
        'an upload with a map',
        '--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"__proto__.x":["variables.f"]}\r\n--x--',
        unsupported,
        { 'content-type': 'multipart/form-data; boundary=x' },
      ),
    ],
  },
  {
    number: 15,
    name: 'huge body',
    attacks: [
      sending('one byte too many', hello.padEnd(65_537), tooLarge),
      sending('all that is allowed', hello.padEnd(65_536), harmless),
      sending('a megabyte', hello.padEnd(1_000_000), tooLarge),
      requesting('a length of 64 GB, and nothing', 'POST', '/graphql', tooLarge, {
        ...polite,
        'content-length': '68719476736',
      }),
      requesting(
        'chunks, one byte too many',
        'POST',
        '/graphql',
        tooLarge,
        inChunks,
        chunked(hello.padEnd(65_537)),
      ),
      requesting(
        'many small chunks',
        'POST',
        '/graphql',
        tooLarge,
        inChunks,
        chunked(...Array(700).fill(' '.repeat(100))),
      ),
      requesting('chunks of one byte', 'POST', '/graphql', harmless, inChunks, chunked(...hello)),
      requesting(
        'a chunk of 4 GB, and nothing',
        'POST',
        '/graphql',
        { status: 413 },
        inChunks,
        `ffffffff\r\n${' '.repeat(70_000)}`,
      ),
      requesting(
        'a chunk with extensions of 17 kB',
        'POST',
        '/graphql',
        { status: 413 },
        inChunks,
        `1;${'x'.repeat(17_000)}\r\n `,
      ),
      ...['-1', '+5', '0x10', '1e3', '5 5', '5,6', '99999999999999999999999', 'x'].map((length) =>
        raw(
          `a length of ${length}`,
          `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${length}\r\n\r\n`,
          400,
        ),
      ),
    ],
  },
  {
    number: 16,
    name: 'huge variables',
    attacks: [
      sending(
        'lists, 30,000 deep',
        `{"query":"{__typename}","variables":{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`,
        { ...tooMuch, says: /levels/ },
      ),
      sending(
        'maps, 10,000 deep',
        `{"query":"{__typename}","variables":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
        tooMuch,
      ),
      sending(
        'lists, unclosed',
        `{"query":"{__typename}","variables":{"a":${'['.repeat(60_000)}`,
        badRequest,
      ),
      asking('33 levels', '{ __typename }', tooMuch, {
        variables: JSON.parse(`${'{"a":'.repeat(34)}1${'}'.repeat(34)}`),
      }),
      asking(
        '20,000 numbers',
        '{ __typename }',
        { ...tooMuch, says: /values/ },
        { variables: { a: Array(20_000).fill(0) } },
      ),
      asking('5,000 names', '{ __typename }', harmless, {
        variables: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`v${n}`, n])),
      }),
      asking('deep extensions', '{ __typename }', tooMuch, {
        extensions: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`),
      }),
      asking('a text of 60 kB', find, harmless, {
        variables: { f: { userName: { contains: 'a'.repeat(60_000) } } },
      }),
      asking('5,000 values to match', find, badArgument, {
        variables: { f: { userName: { in: Array(5000).fill('a') } } },
      }),
      asking('100 terms', find, badArgument, {
        variables: { f: { or: Array(100).fill({ userName: { contains: 'a' } }) } },
      }),
      asking('filters within each other', find, badArgument, {
        variables: { f: JSON.parse(`${'{"not":'.repeat(20)}{}${'}'.repeat(20)}`) },
      }),
      asking('lists within lists', find, badRequest, { variables: { f: [[[[{}]]]] } }),
      asking('a number of 60,000 digits', find, badRequest, {
        variables: { f: { userName: { eq: 1e308 } } },
      }),
    ],
  },
  {
    number: 19,
    name: 'compressed bodies',
    attacks: [
      'gzip',
      'br',
      'deflate',
      'zstd',
      'compress',
      'gzip, gzip',
      'identity, gzip',
      'x-gzip',
      'GZIP',
      '*',
    ].map((encoding) => sending(encoding, hello, unsupported, { 'content-encoding': encoding })),
  },
  {
    number: 27,
    name: 'Unicode',
    attacks: [
      sending('a BOM in front', `\uFEFF${hello}`, badRequest),
      sending('UTF-16', Buffer.from(hello, 'utf16le'), badRequest),
      sending(
        'an overlong slash',
        Buffer.concat([
          Buffer.from('{"query":"{__typename}","operationName":"'),
          Buffer.from([0xc0, 0xaf]),
          Buffer.from('"}'),
        ]),
        badRequest,
      ),
      sending(
        'a surrogate in UTF-8',
        Buffer.concat([Buffer.from('{"query":"#'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
        badRequest,
      ),
      sending(
        'half a character',
        Buffer.concat([Buffer.from('{"query":"{__typename}#'), Buffer.from([0xe4, 0xbd]), Buffer.from('"}')]),
        badRequest,
      ),
      sending(
        'beyond Unicode',
        Buffer.concat([Buffer.from('{"query":"#'), Buffer.from([0xf4, 0x90, 0x80, 0x80]), Buffer.from('"}')]),
        badRequest,
      ),
      sending('a raw NUL', '{"query":"{ __typename }\u0000"}', badRequest),
      asking('a BOM in the document', '\uFEFF{ __typename }', harmless),
      asking('a NUL in the document', '{ __typename \u0000 }', { status: 400, code: 'GRAPHQL_PARSE_FAILED' }),
      asking('a letter that looks like another', '{ __typen\u0430me }', {
        status: 400,
        code: 'GRAPHQL_PARSE_FAILED',
      }),
      sending('half a surrogate in the document', '{"query":"{ node(id: \\"\\ud800\\") { id } }"}', {
        status: 400,
        code: 'GRAPHQL_PARSE_FAILED',
      }),
      ...Object.entries({
        'a NUL': 'a\u0000b',
        'a mark that turns the text': '\u202Ea',
        'digits that are none': '１０００００００００００００００１',
        'a letter in two parts': 'e\u0301',
        'the same letter in one': '\u00E9',
        'a line separator': 'a\u2028b',
        'an astral letter': '𝒜',
        'a byte order mark': '\uFEFF',
      }).map(([what, text]) =>
        asking(
          what,
          'query($s: String!) { events(first: 1, filter: { userName: { eq: $s } }) { nodes { id } } }',
          harmless,
          { variables: { s: text } },
        ),
      ),
      ...['\ud800', 'a\udc00b'].map((text) =>
        asking(
          `half a surrogate pair ${JSON.stringify(text)}`,
          'query($s: String!) { events(first: 1, filter: { userName: { eq: $s } }) { nodes { id } } }',
          { ...badArgument, says: /well-formed/ },
          { variables: { s: text } },
        ),
      ),
      asking(
        'an account that only looks the same',
        '{ events(sources: [{ account: "m\u0430in" }]) { nodes { id } } }',
        badArgument,
      ),
    ],
  },
  {
    number: 28,
    name: 'prototype pollution',
    attacks: [
      ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].map((key) =>
        sending(`${key} in the body`, `{"query":"{__typename}","${key}":{"polluted":true}}`, badRequest),
      ),
      sending('__proto__ instead of a query', '{"__proto__":{"query":"{__typename}"}}', badRequest),
      ...['__proto__', 'constructor', 'prototype'].map((key) =>
        sending(
          `${key} in variables`,
          `{"query":"{__typename}","variables":{"${key}":{"polluted":true}}}`,
          harmless,
        ),
      ),
      sending(
        '__proto__ as the variables',
        '{"query":"query($f: Int) { events(first: $f) { nodes { id } } }","variables":{"__proto__":{"f":1e9}}}',
        harmless,
      ),
      ...['__proto__', 'constructor', 'toString'].map((key) =>
        sending(
          `${key} in a filter`,
          `{"query":${JSON.stringify(find)},"variables":{"f":{"${key}":{"polluted":true}}}}`,
          badRequest,
        ),
      ),
      sending(
        '__proto__ in an operator',
        `{"query":${JSON.stringify(find)},"variables":{"f":{"userName":{"__proto__":{"eq":"a"}}}}}`,
        badRequest,
      ),
      sending(
        '__proto__ in extensions',
        '{"query":"{__typename}","extensions":{"__proto__":{"polluted":true}}}',
        harmless,
      ),
      ...[
        '/__proto__',
        '/__proto__/polluted',
        '/constructor',
        '/constructor/name',
        '/toString',
        '/length',
      ].map((path) =>
        asking(`the path ${path}`, `{ events(first: 5) { nodes { requestParameters(path: "${path}") } } }`, {
          ...harmless,
          without: /native code|\[Function|"Object"/,
        }),
      ),
      asking('the operation __proto__', 'query __proto__ { __typename }', harmless, {
        operationName: '__proto__',
      }),
      asking('an operation that is not there', '{ __typename }', badRequest, {
        operationName: 'constructor',
      }),
    ],
  },
];
