import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../src/actiontrail/parse-event.ts';
import { schema } from '../../src/graphql/index.ts';
import type { EventConnection } from '../../src/model/connection.ts';
import { examples } from '../../src/operations/index.ts';
import { compileQuery } from '../../src/server/execution/writer.ts';
import { callAt } from '../support/call.ts';
import { source } from '../support/events.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const inReadme = readme
  .split('```graphql\n')
  .slice(1)
  .map((rest) => ['a query of the README', rest.split('```')[0] ?? ''] as const);
const published = examples.map(({ name, document }) => [name, document.toString()] as const);

function compiled(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('no operation');
  return compileQuery(schema, document, operation, {});
}

/** What is kept when this is asked of one page. */
async function keptOf(query: string, page: Pick<EventConnection, 'edges'>): Promise<readonly object[]> {
  const kept: object[] = [];
  const context = { call: callAt(), loaders: { events: async () => page } };
  const set = (_selection: string, object: object) => void kept.push(object);
  await compiled(query).write({
    context,
    variables: {},
    kept: { get: () => undefined, set },
    roots: [],
  });
  return kept;
}

describe('what we tell people to ask', () => {
  it.each([...published, ...inReadme])('goes the short way: %s', (_name, query) => {
    expect(compiled(query).write).toBeTypeOf('function');
  });
});

describe('what is answered once', () => {
  const event = parseEvent({ eventId: 'one', eventTime: '2026-11-20T12:00:00Z' }, source, 0);
  const edges = [{ node: event, cursor: () => 'a' }];
  const query = '{ events { edges { cursor node { id eventName } } } }';

  it('is kept with the event, as it comes from the border', async () => {
    expect(await keptOf(query, { edges })).toEqual([event]);
  });

  it('is kept with the whole list where the page is kept', async () => {
    const lasting = Object.freeze([...edges]);
    expect(await keptOf(query, { edges: lasting })).toEqual([event, lasting]);
  });

  it('is not kept with the list where a field depends on who asks', async () => {
    const lasting = Object.freeze([...edges]);
    const kept = await keptOf('{ events { edges { node { id raw } } } }', { edges: lasting });
    expect(kept).toEqual([event]);
  });
});
