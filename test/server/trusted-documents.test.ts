import { describe, expect, it } from 'vitest';
import manifest from '../../schema/trusted-documents.json' with { type: 'json' };
import { examples } from '../../src/operations/index.ts';
import { startGateway } from '../support/gateway.ts';

const only = new Map(Object.entries(manifest));
const idOf = (name: string) => examples.find((one) => one.name === name)?.document.__meta__?.hash as string;
const sources = idOf('Sources');

describe('a gateway that answers listed documents only', async () => {
  const { gateway } = await startGateway({}, (config) => ({ ...config, documents: { only } }));
  const post = async (body: unknown) => {
    const response = await gateway.handle(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
    return { status: response.status, ...(await response.json()) };
  };

  it.each([
    ['documentId', { documentId: sources }],
    ["Apollo's extension", { extensions: { persistedQuery: { version: 1, sha256Hash: sources } } }],
    ['both, if they agree', { documentId: sources, extensions: { persistedQuery: { sha256Hash: sources } } }],
    ['an id beside an empty query', { documentId: sources, query: null, operationName: 'Sources' }],
  ])('takes an id as %s', async (_how, body) => {
    const { status, data, errors } = await post(body);
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(data.auditSources.length).toBeGreaterThan(0);
  });

  it('takes variables with an id', async () => {
    const { data } = await post({ documentId: idOf('RecentEvents'), variables: { first: 1 } });
    expect(data.events.nodes).toHaveLength(1);
  });

  it.each([
    ['an operation of its own', { query: '{ auditViewer { id } }' }, 403, 'FORBIDDEN'],
    ['a text beside an id', { query: '{ auditViewer { id } }', documentId: sources }, 403, 'FORBIDDEN'],
    ['the listed text itself', { query: only.get(sources) }, 403, 'FORBIDDEN'],
    ['an empty text', { query: '' }, 403, 'FORBIDDEN'],
    ['a text that is no text', { query: 7, documentId: sources }, 403, 'FORBIDDEN'],
    ['an unknown id', { documentId: 'f'.repeat(64) }, 403, 'FORBIDDEN'],
    ['__proto__', '{"documentId":"__proto__"}', 403, 'FORBIDDEN'],
    ['constructor', { documentId: 'constructor' }, 403, 'FORBIDDEN'],
    ['an id inside of __proto__', `{"__proto__":{"documentId":"${sources}"}}`, 400, 'BAD_USER_INPUT'],
    ['the id in capitals', { documentId: sources.toUpperCase() }, 403, 'FORBIDDEN'],
    [
      'two ids',
      { documentId: sources, extensions: { persistedQuery: { sha256Hash: 'x' } } },
      400,
      'BAD_USER_INPUT',
    ],
    ['a list of ids', { documentId: [sources] }, 400, 'BAD_USER_INPUT'],
    ['no id', {}, 400, 'BAD_USER_INPUT'],
    ['something beside it', { documentId: sources, doc_id: sources }, 400, 'BAD_USER_INPUT'],
    ['a batch', [{ documentId: sources }], 400, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status, errors: [{ extensions: { code } }] });
    expect(answer.data ?? null).toBeNull();
  });

  it('does not take an id from an address', async () => {
    const response = await gateway.handle(new Request(`http://localhost/graphql?documentId=${sources}`));
    expect(response.status).toBe(405);
  });
});

it('a gateway without a list takes no ids', async () => {
  const { gateway } = await startGateway();
  const response = await gateway.handle(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: sources }),
    }),
  );
  expect(response.status).toBe(400);
});
