import { describe, expect, it } from 'vitest';
import { openDoor, post } from './support.ts';

const hello = JSON.stringify({ query: '{ hello }' });

describe('what may be asked', () => {
  it.each([
    ['POST', 'application/json', 200],
    ['POST', 'application/json; charset=UTF-8', 200],
    ['POST', 'application/json;charset="utf-8"', 200],
    ['POST', 'application/json; charset=latin1', 415],
    ['POST', 'application/graphql', 415],
    ['POST', 'application/x-www-form-urlencoded', 415],
    ['POST', 'multipart/form-data; boundary=x', 415],
    ['POST', 'text/plain', 415],
    ['POST', 'text/plain; application/json', 415],
    ['POST', '', 415],
    ['PUT', 'application/json', 405],
    ['DELETE', 'application/json', 405],
    ['OPTIONS', 'application/json', 405],
  ])('%s with %s is answered with %i', async (method, type, status) => {
    const request = new Request('http://gateway/graphql', {
      method,
      body: hello,
      headers: { 'content-type': type },
    });
    const answer = await openDoor().handle(request);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    '/graphql?query={hello}',
    '/graphql?query={hello}&x=/health',
    '/graphql?query=mutation{x}',
  ])('GET %s is refused, whatever its content type', async (path) => {
    for (const type of ['application/json', 'message/rfc822', 'text/html']) {
      const request = new Request(`http://gateway${path}`, {
        headers: { 'content-type': type, accept: type },
      });
      const answer = await openDoor().handle(request);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it.each(['gzip', 'br', 'deflate, gzip'])('a body encoded as %s is refused', async (encoding) => {
    const answer = await openDoor().handle(post(hello, { 'content-encoding': encoding }));
    expect(answer.status).toBe(415);
  });

  it.each([
    '/graphql/',
    '/GraphQL',
    '/health',
    '/graphql/health',
    '//graphql',
    '/livez/',
  ])('%s is not here', async (path) => {
    const answer = await openDoor().handle(
      new Request(`http://gateway${path}`, { method: 'POST', body: hello }),
    );
    expect(answer.status).toBe(404);
  });
});

describe('the body', () => {
  it.each([
    ['{"query":"{ hello }"', 'The body is not valid JSON in UTF-8.'],
    ['', 'The body is not valid JSON in UTF-8.'],
    [new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 'The body is not valid JSON in UTF-8.'],
    ['[{"query":"{ hello }"}]', 'Batches are not supported: send one operation per request.'],
    ['[]', 'Batches are not supported: send one operation per request.'],
    ['null', 'Expected a JSON object with `query` as the body.'],
    ['"{ hello }"', 'Expected a JSON object with `query` as the body.'],
    ['{}', 'Expected `query` to be a string, got nothing.'],
    ['{"query":null}', 'Expected `query` to be a string, got null.'],
    ['{"query":["x"]}', 'Expected `query` to be a string, got an array.'],
    [
      '{"query":"{ hello }","variables":"hunter2"}',
      'Expected `variables` to be an object, got a value of type string.',
    ],
    ['{"query":"{ hello }","variables":[]}', 'Expected `variables` to be an object, got an array.'],
    [
      '{"query":"{ hello }","operationName":1}',
      'Expected `operationName` to be a string, got a value of type number.',
    ],
    [
      '{"query":"{ hello }","extensions":1}',
      'Expected `extensions` to be an object, got a value of type number.',
    ],
    [
      '{"query":"{ hello }","hunter2":1}',
      'Expected only query, operationName, variables and extensions in the body, got something else.',
    ],
    [
      '{"query":"{ hello }","__proto__":{"x":1}}',
      'Expected only query, operationName, variables and extensions in the body, got something else.',
    ],
  ])('%j is refused', async (body, message) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await openDoor().handle(post(body, { accept }));
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
      const error = { message, extensions: { code: 'BAD_USER_INPUT', isRetryable: false } };
      expect(await answer.json()).toEqual({ errors: [error] });
    }
  });

  it('may have nulls where nothing is needed', async () => {
    const nothing = { operationName: null, variables: null, extensions: null };
    expect(await openDoor().ask('{ hello }', nothing)).toMatchObject({
      status: 200,
      body: { data: { hello: 'hello' } },
    });
  });
});

describe('the limit of 64 KiB', () => {
  const padded = (bytes: number) => hello.padEnd(bytes, ' ');
  const streamed = (text: string) => new Blob([text]).stream();

  it.each([
    ['with a length', padded(65_536), 200],
    ['with a length', padded(65_537), 413],
    ['in chunks', streamed(padded(65_536)), 200],
    ['in chunks', streamed(padded(65_537)), 413],
  ])('holds for a body %s', async (_framing, body, status) => {
    const answer = await openDoor().handle(post(body));
    expect(answer.status).toBe(status);
    if (status === 200) return;
    expect(answer.headers.get('connection')).toBe('close');
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
  });

  it('holds for a body that is longer than it says', async () => {
    const answer = await openDoor().handle(post(streamed(padded(65_537)), { 'content-length': '20' }));
    expect(answer.status).toBe(413);
  });

  it('stops reading a body without an end', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(10_000));
      },
    });
    expect((await openDoor().handle(post(endless))).status).toBe(413);
    expect(pulled).toBeLessThan(12);
  });
});

describe('the answer', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['text/html, */*;q=0.1', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
    ['application/json, application/graphql-response+json', 'application/json'],
    ['application/json;q=0, application/graphql-response+json', 'application/graphql-response+json'],
    [
      'application/json; charset=latin1, application/graphql-response+json; charset=utf-8',
      'application/graphql-response+json',
    ],
  ])('to Accept: %s is %s', async (accept, type) => {
    const { headers } = await openDoor().ask('{ hello }', {}, accept === undefined ? {} : { accept });
    expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });

  it.each([
    'text/html',
    'text/event-stream',
    'multipart/mixed',
    'application/json;q=0',
  ])('to Accept: %s is 406', async (accept) => {
    const { status, body } = await openDoor().ask('{ hello }', {}, { accept });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([406, 'BAD_USER_INPUT']);
  });

  it('is neither stored nor guessed at', async () => {
    const { headers } = await openDoor().ask('{ hello }');
    expect(Object.fromEntries(headers)).toMatchInlineSnapshot(`
      {
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
        "x-content-type-options": "nosniff",
        "x-request-id": "made-1",
      }
    `);
  });

  it.each([
    ['abc-DEF-123', 'abc-DEF-123'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['a'.repeat(65), 'made-1'],
    ['a b', 'made-1'],
    ['', 'made-1'],
    ['1; drop', 'made-1'],
  ])('to the request id %j carries %j', async (sent, id) => {
    const { headers, body } = await openDoor().ask('{ requestId }', {}, { 'x-request-id': sent });
    expect([headers.get('x-request-id'), body.data?.requestId]).toEqual([id, id]);
  });
});
