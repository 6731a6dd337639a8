import { afterEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../src/model/fault.ts';
import { openDoor, secret } from './support.ts';

afterEach(() => vi.unstubAllEnvs());

const modern = { accept: 'application/graphql-response+json' };

describe('the answer to what fails before execution', () => {
  it.each([
    ['a syntax error', '{', {}, 'GRAPHQL_PARSE_FAILED', /^Syntax Error/],
    ['endless nesting', '{a'.repeat(20_000), {}, 'LIMIT_EXCEEDED', /at most 2000 tokens/],
    ['an unknown field', '{ helo }', {}, 'GRAPHQL_VALIDATION_FAILED', /^Cannot query field "helo"/],
    [
      'two operations without a choice',
      'query A { hello } query B { hello }',
      {},
      'BAD_USER_INPUT',
      /operation/,
    ],
    ['a missing variable', 'query($n: Int!) { echo(count: $n) }', {}, 'BAD_USER_INPUT', /^Variable "\$n"/],
    [
      'a variable that a scalar refuses',
      'query($n: Even) { echo(even: $n) }',
      { variables: { n: 3 } },
      'BAD_USER_INPUT',
      /^Variable "\$n" got invalid value 3; .*Expected an even number\.$/,
    ],
    [
      'a literal that a scalar refuses',
      '{ echo(even: 3) }',
      {},
      'BAD_USER_INPUT',
      /Expected an even number\.$/,
    ],
  ])('names %s', async (_what, query, more, code, message) => {
    const door = openDoor();
    const { status, body } = await door.ask(query, more, modern);
    expect([status, body.errors?.length, body.data]).toEqual([400, 1, undefined]);
    expect(body.errors?.[0]).toMatchObject({ message: expect.stringMatching(message), extensions: { code } });
    expect(await door.ask(query, more, { accept: 'application/json' })).toMatchObject({ status: 200, body });
  });

  it('masks the surprise of a scalar', async () => {
    const { status, body } = await openDoor().ask('query($n: Even) { echo(even: $n) }', {
      variables: { n: 666 },
    });
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });
});

describe('the answer to what fails in a field', () => {
  it('shows a fault with its code and detail, and leaves the neighbours alone', async () => {
    const { status, body } = await openDoor().ask('{ hello throttled }');
    expect(status).toBe(200);
    expect(body).toMatchInlineSnapshot(`
      {
        "data": {
          "hello": "hello",
          "throttled": null,
        },
        "errors": [
          {
            "extensions": {
              "account": "main",
              "code": "UPSTREAM_THROTTLED",
              "isRetryable": true,
              "region": "cn-hangzhou",
              "retryAfterMs": 500,
              "upstreamRequestId": "AA-1",
            },
            "locations": [
              {
                "column": 9,
                "line": 1,
              },
            ],
            "message": "ActionTrail has no call left.",
            "path": [
              "throttled",
            ],
          },
        ],
        "extensions": {
          "upstream": {
            "avoided": {
              "coalescing": 0,
              "memory": 0,
            },
            "calls": 0,
            "quotaLeft": null,
            "waitedMs": 0,
          },
        },
      }
    `);
  });

  it('says in whole seconds when to come again where there was no quota, and only there', async () => {
    const { headers } = await openDoor().ask('{ hello throttled }');
    expect(headers.get('retry-after')).toBe('1');
    expect((await openDoor().ask('{ hello broken }')).headers.get('retry-after')).toBeNull();
  });

  it('finds a fault in the causes of another error, and shows nothing of that', async () => {
    const { body } = await openDoor().ask('{ wrapped }');
    expect(body.errors?.[0]).toMatchObject({
      message: 'ActionTrail has no call left.',
      extensions: { code: 'UPSTREAM_THROTTLED', isRetryable: true },
    });
  });

  it.each(['broken', 'internal', 'text', 'missing'])('masks the surprise in `%s`', async (field) => {
    vi.stubEnv('NODE_ENV', 'development');
    const { status, body } = await openDoor().ask(`{ ${field} }`, {}, { 'x-request-id': 'abc-1' });
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([
      {
        message: 'Internal error.',
        path: [field],
        extensions: { code: 'INTERNAL', isRetryable: false, requestId: 'abc-1' },
      },
    ]);
    expect(Object.keys(body.errors?.[0] ?? {}).sort()).toEqual([
      'extensions',
      'locations',
      'message',
      'path',
    ]);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });
});

describe('the answer to what fails around execution', () => {
  it.each([
    ['a surprise', new Error(secret), 500, 'Internal error.', 'INTERNAL'],
    ['a fault', new Fault('UPSTREAM_BUSY', 'Too many ask.'), 503, 'Too many ask.', 'UPSTREAM_BUSY'],
    [
      'a surprise with a fault',
      new Error(secret, { cause: new Fault('UPSTREAM_BUSY', 'Busy.') }),
      503,
      'Busy.',
      'UPSTREAM_BUSY',
    ],
  ])('tells %s in making the context with a status', async (_what, error, status, message, code) => {
    const createContext = () => {
      throw error;
    };
    const answer = await openDoor({ createContext }).ask('{ hello }');
    expect(answer).toMatchObject({ status, body: { errors: [{ message, extensions: { code } }] } });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });
});

describe('the log', () => {
  it('has one line for each surprise, with the stack and the operation', async () => {
    const door = openDoor();
    await door.ask(
      'query Twice { broken hello again: throttled third: throttled }',
      {},
      { 'x-request-id': 'abc-1' },
    );
    expect(door.log.map(({ level, event, fields }) => [level, event, fields.code, fields.path])).toEqual([
      ['error', 'unexpected error', 'INTERNAL', 'broken'],
      ['warn', 'fault answered', 'UPSTREAM_THROTTLED', 'again'],
    ]);
    expect(door.log[0]?.fields).toMatchObject({ requestId: 'abc-1', operationName: 'Twice' });
    expect(door.log[0]?.fields.stack).toContain(`TypeError: ${secret}\n    at `);
  });

  it('has of a fault what it knows, and neither its cause nor a stack', async () => {
    const door = openDoor();
    await door.ask('{ throttled }');
    expect(JSON.parse(JSON.stringify(door.log[0]?.fields))).toMatchInlineSnapshot(`
      {
        "account": "main",
        "code": "UPSTREAM_THROTTLED",
        "message": "ActionTrail has no call left.",
        "path": "throttled",
        "region": "cn-hangzhou",
        "requestId": "made-1",
        "upstreamCode": "Throttling.User",
        "upstreamRequestId": "AA-1",
      }
    `);
  });

  it('has at most one line for what a client did wrong, without a word of it', async () => {
    const door = openDoor();
    await door.ask('query($secret: Even) { echo(even: $secret) a b c }');
    await door.ask('query($n: Even) { echo(even: $n) }', { variables: { n: 'hunter2' } });
    expect(door.log.map(({ level, fields }) => [level, fields.code])).toEqual([
      ['debug', 'GRAPHQL_VALIDATION_FAILED'],
      ['debug', 'BAD_USER_INPUT'],
    ]);
    expect(JSON.stringify(door.log)).not.toContain('hunter2');
  });
});
