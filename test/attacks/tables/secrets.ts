import {
  type AttackClass,
  asking,
  badRequest,
  harmless,
  invalid,
  requesting,
  sending,
} from '../support/attack.ts';

const hello = JSON.stringify({ query: '{ __typename }' });
const everything = (filter: string) =>
  `{ events(first: 200, window: { past: "P30D" }, filter: ${filter}) { nodes { eventName error { code message } userAgent
     requestParameters responseElements additionalEventData eventAttributes resources { name } actor { userName } redactions } } }`;
const markup = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';alert(1)//",
  '</textarea><svg onload=alert(1)>',
  'javascript:alert(1)',
];

export const secrets: readonly AttackClass[] = [
  {
    number: 14,
    name: 'leaks in errors',
    attacks: [
      ...[
        '{"query":"hunter2',
        'hunter2',
        '{"query":{"hunter2":1}}',
        '{"hunter2":1}',
        '{"query":"{__typename}","variables":"hunter2"}',
        '{"query":"{__typename}","operationName":{"hunter2":1}}',
      ].map((body) =>
        sending(`the body ${body}`, body, {
          ...badRequest,
          without: /hunter2|originalError|SyntaxError|JSON at|position/,
        }),
      ),
      asking(
        'a variable of the wrong type',
        'query($n: Int) { events(first: $n) { nodes { id } } }',
        { ...badRequest, without: /stack|node_modules/ },
        { variables: { n: { a: 1 } } },
      ),
      asking('an id that cannot be', '{ node(id: "x") { id } }', {
        status: 200,
        code: 'BAD_USER_INPUT',
        without: /stack|node_modules|src\//,
      }),
      asking('a field that is not there', '{ nope }', { ...invalid, without: /stack|node_modules/ }),
      asking('what graphql says of its own', '{ events(first: 1) }', { ...invalid, without: /node_modules/ }),
      requesting('a page that is not there', 'GET', '/package.json', {
        status: 404,
        code: 'BAD_USER_INPUT',
        without: /ENOENT|package/,
      }),
    ],
  },
  {
    number: 39,
    name: 'log injection',
    attacks: [
      ...['a\tb', '"},{"level":"error"', '\u001b[31mred', '%0a%0d', 'a'.repeat(15_000)].map((agent) =>
        asking(`the agent ${JSON.stringify(agent.slice(0, 24))}`, '{ __typename }', harmless, {
          headers: { 'user-agent': agent.replace('\u001b', '\\x1b') },
        }),
      ),
      ...[
        'a\nb',
        'a\r\nINFO all is well',
        '"},{"level":"error"',
        '\u001b[2J',
        '\u2028',
        'x'.repeat(60_000),
      ].map((name) =>
        asking(`the operation ${JSON.stringify(name.slice(0, 24))}`, 'query A { __typename }', badRequest, {
          operationName: name,
        }),
      ),
      asking('an operation with a long name', `query ${'A'.repeat(60_000)} { nope }`, invalid),
      asking(
        'line breaks in a value',
        'query($s: String!) { eventByEventId(eventId: $s) { id } }',
        harmless,
        { variables: { s: 'a\nb\r\u0085c\u2028' } },
      ),
      asking('line breaks in an account', '{ events(sources: [{ account: "a\\nb" }]) { nodes { id } } }', {
        status: 200,
        code: 'BAD_USER_INPUT',
      }),
    ],
  },
  {
    number: 40,
    name: 'secrets of events',
    attacks: [
      '{ isSensitive: true }',
      '{ serviceName: { eq: "Rds" } }',
      '{ serviceName: { eq: "Ram" } }',
      '{ serviceName: { eq: "Sts" } }',
      '{ serviceName: { eq: "Kms" } }',
      '{ serviceName: { eq: "Ecs" }, access: WRITE }',
      '{ eventName: { contains: "Password" } }',
      '{ eventName: { contains: "Token" } }',
      '{ outcome: FAILURE }',
    ].map((filter) => asking(`events with ${filter}`, everything(filter), harmless)),
  },
  {
    number: 43,
    name: 'stored scripts',
    attacks: [
      ...markup.map((text) =>
        asking(
          `the name ${text}`,
          'query($s: String!) { events(first: 1, filter: { userName: { eq: $s } }) { nodes { id } } }',
          harmless,
          { variables: { s: text } },
        ),
      ),
      ...markup
        .slice(0, 2)
        .map((text) =>
          asking(
            `the account ${text}`,
            'query($s: String) { events(sources: [{ account: $s }]) { nodes { id } } }',
            { status: 200, code: 'BAD_USER_INPUT' },
            { variables: { s: text } },
          ),
        ),
      sending('a page for a browser', hello, { status: 406, without: /text\/html/ }, { accept: 'text/html' }),
      requesting(
        'GraphiQL',
        'GET',
        '/graphiql',
        { status: 404, without: /text\/html/ },
        { accept: 'text/html' },
      ),
      requesting('a script in the path', 'GET', '/<script>alert(1)</script>', {
        status: 404,
        without: /<script>/,
      }),
    ],
  },
];
