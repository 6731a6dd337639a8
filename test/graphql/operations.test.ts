import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';

const folder = join(import.meta.dirname, '../../schema/operations');
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

describe('what we tell people to ask', async () => {
  const { ask } = await startGateway({ events: 200_000, days: 90 });

  it.each(globSync('*.graphql', { cwd: folder }))('schema/operations/%s has an answer', async (file) => {
    const { data, errors } = await ask(readFileSync(join(folder, file), 'utf8'));
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(500);
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
