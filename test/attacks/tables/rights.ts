import { crc32 } from 'node:zlib';
import {
  type Attack,
  type AttackClass,
  asking,
  type Expected,
  forged,
  invalid,
  type Known,
  polite,
  requesting,
} from '../support/attack.ts';

const forbidden: Expected = { status: 403, code: 'FORBIDDEN', without: /AuditEvent|queryType/ };
/** One sentence, whatever is wrong. */
const unfit: Expected = {
  ...invalid,
  says: /^The document does not fit the schema\.$/,
  without: /Did you mean|AuditEvent|nodes|StringMatch/,
};
const stranger: Expected = { status: 401, code: 'UNAUTHENTICATED' };
const longName = 'v'.repeat(500);
const hello = JSON.stringify({ query: '{ __typename }' });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, signature = 'AAAA') =>
  `Bearer ${encoded(header)}.${encoded({ iss: 'https://issuer.example.com', sub: 'root', aud: 'trailgraph', exp: 9_999_999_999 })}.${signature}`;

function calling(name: string, authorization: string): Attack {
  return asking(name, '{ __typename }', stranger, { headers: { authorization } });
}

const worn = (name: string, make: (key: string) => string) =>
  forged(name, stranger, ({ authorization }: Known) => calling('', make(authorization)));
const posting = (name: string, path: string) =>
  requesting(
    name,
    'POST',
    path,
    { status: 400, code: 'BAD_USER_INPUT' },
    { ...polite, 'content-length': String(hello.length) },
    hello,
  );

export const rights: readonly AttackClass[] = [
  {
    number: 8,
    name: 'introspection without the scope',
    attacks: [
      asking('the whole schema', '{ __schema { types { name fields { name } } } }', forbidden),
      asking('one type', '{ __type(name: "AuditEvent") { fields { name } } }', forbidden),
      asking('under another name', '{ __typename innocent: __schema { queryType { name } } }', forbidden),
      asking('in a fragment', '{ ...A } fragment A on Query { __schema { queryType { name } } }', forbidden),
      asking(
        'in an inline fragment',
        '{ ... on Query { ... { __schema { queryType { name } } } } }',
        forbidden,
      ),
      asking('with a line break', '{ __schema\n{ queryType { name } } }', forbidden),
      asking('behind a comment', '{ # {\n__schema { queryType { name } } }', forbidden),
      asking('that is skipped', '{ __typename __schema @skip(if: true) { queryType { name } } }', forbidden),
      asking(
        'in another operation',
        'query A { __typename } query B { __schema { queryType { name } } }',
        forbidden,
        { operationName: 'A' },
      ),
      asking(
        'with what tools call it',
        'query IntrospectionQuery { __schema { directives { name } } }',
        forbidden,
      ),
      asking('where it does not belong', '{ auditLimits { __schema { queryType { name } } } }', unfit),
      asking('of the subgraph', '{ _service { sdl } }', { status: 400 }),
    ],
  },
  {
    number: 10,
    name: 'reading the schema from complaints',
    attacks: [
      ...[
        '{ evnts { nodes { id } } }',
        '{ event { id } }',
        '{ events { nod { id } } }',
        '{ events { nodes } }',
        '{ auditLimits { id { x } } }',
        '{ events(fist: 1) { nodes { id } } }',
        '{ events(filter: { evntName: { eq: "a" } }) { nodes { id } } }',
        '{ events(filter: { eventName: "a" }) { nodes { id } } }',
        '{ events(order: NEWST_FIRST) { nodes { id } } }',
        '{ ... on AuditEvnt { id } }',
        '{ __typename @skp(if: true) }',
        'query($v: AuditEvntFilter) { __typename }',
        '{ node(id: 1.5) { id } }',
        '{ password secret admin users }',
        '{ nope1 nope2 nope3 nope4 nope5 nope6 }',
      ].map((query) => asking(query, query, unfit)),
      asking(
        'a variable of the wrong type',
        'query($v: AuditEventFilter) { events(filter: $v) { nodes { id } } }',
        { status: 400, code: 'BAD_USER_INPUT', without: /Did you mean|StringMatch|eventName/ },
        { variables: { v: { evntName: 1 } } },
      ),
      asking(
        'a variable of the wrong type, with a name that is long',
        `query($${longName}: AuditEventFilter) { events(filter: $${longName}) { nodes { id } } }`,
        { status: 400, code: 'BAD_USER_INPUT', without: /Did you mean|StringMatch|eventName/ },
        { variables: { [longName]: { evntName: 1 } } },
      ),
      asking(
        'a null where none may be',
        'query($v: ID = "x") { event(id: $v) { id } }',
        { status: 200, code: 'BAD_USER_INPUT', without: /ID!/ },
        { variables: { v: null } },
      ),
    ],
  },
  {
    number: 41,
    name: 'credentials in addresses',
    attacks: [
      'access_token=x',
      'api_key=x',
      'token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.',
      'authorization=Bearer%20x',
      'x=tg_000000000000_x',
      'x=eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.',
    ].map((query) => posting(query, `/graphql?${query}`)),
  },
  {
    number: 42,
    name: 'forged credentials',
    attacks: [
      calling('nothing', ''),
      ...[
        'x',
        'Bearer',
        'Bearer ',
        'Bearer null',
        'Bearer undefined',
        'Basic cm9vdDpyb290',
        'Bearer tg_',
        'Bearer tg_000000000000_x',
        `Bearer ${'A'.repeat(8000)}`,
        'Bearer a.b.c',
        'Bearer ..',
        'Bearer a b',
        'bearer Bearer x',
        'Digest username="root"',
      ].map((text) => calling(text.slice(0, 40), text)),
      calling('a token that is not signed', token({ alg: 'none' }, '')),
      calling('a token that says HS256', token({ alg: 'HS256' })),
      calling(
        'a token that brings its key',
        token({ alg: 'RS256', jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }),
      ),
      calling(
        'a token that names its keys',
        token({ alg: 'RS256', jku: 'http://169.254.169.254/', kid: '1' }),
      ),
      calling('a token with a path as key id', token({ alg: 'HS256', kid: '../../../../dev/null' })),
      calling(
        'a token with __proto__',
        token(JSON.parse('{"alg":"none","__proto__":{"verified":true}}'), ''),
      ),
      worn('a key, cut', (key) => key.slice(0, -1)),
      worn('a key, longer', (key) => `${key}A`),
      worn('a key in capitals', (key) => `Bearer ${key.slice(7).toUpperCase()}`),
      worn('a key with its end changed', (key) => `${key.slice(0, -4)}AAAA`),
      worn('a key with another secret and a sound checksum', (key) => {
        const head = `Bearer ${key.slice(7, 23)}${'A'.repeat(43)}`;
        return `${head}${crc32(head.slice(7)).toString(16).padStart(8, '0')}`;
      }),
      worn('a key twice', (key) => `${key}, ${key}`),
      worn('a key as a password', (key) => `Basic ${Buffer.from(key.slice(7)).toString('base64')}`),
    ],
  },
];
