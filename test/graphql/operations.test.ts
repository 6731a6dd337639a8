import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChangesDocument, examples, RecentEventsDocument } from '../../src/operations/index.ts';
import { startGateway } from '../support/gateway.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('what we tell people to ask', async () => {
  const { ask, askTyped } = await startGateway({ events: 200_000, days: 90 });

  it.each(examples)('$name has an answer', async ({ comment, document }) => {
    const { data, errors } = await ask(comment + document.toString());
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(500);
  });

  it('is typed, and pages with its own cursors', async () => {
    const { events } = await askTyped(RecentEventsDocument, { first: 2 });
    const after = events?.pageInfo.endCursor ?? null;
    const next = await askTyped(RecentEventsDocument, { first: 2, after });
    const times = [...(events?.nodes ?? []), ...(next.events?.nodes ?? [])].map(
      ({ eventTime }) => eventTime ?? '',
    );
    expect(times).toHaveLength(4);
    expect(times).toEqual(times.toSorted().reverse());
    const { events: changes } = await askTyped(ChangesDocument, { service: 'Ecs' });
    expect(changes?.edges.every(({ node }) => Array.isArray(node.redactions))).toBe(true);
  });

  it('stands in the list of trusted documents under its hash', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'schema/trusted-documents.json'), 'utf8'));
    expect(Object.keys(manifest)).toEqual(examples.map(({ document }) => document.__meta__?.hash));
    for (const [id, text] of Object.entries<string>(manifest)) {
      expect(createHash('sha256').update(text).digest('hex')).toBe(id);
    }
  });

  it.each(
    readme
      .split('```graphql\n')
      .slice(1)
      .map((rest) => [rest.split('```')[0] ?? '']),
  )('the README query has an answer: %s', async (query) => {
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(200);
  });
});
