import { serverAudits } from 'graphql-http';
import { describe, expect, it } from 'vitest';
import { startTarget } from './support/target.ts';

/** What the gateway does otherwise on purpose, which the specification allows (MAY). */
const notices: Readonly<Record<string, string>> = {
  '5A70': 'GET is refused: a page elsewhere could make a browser send it',
  D6D5: 'GET is refused',
  '6A70': 'GET is refused',
};

describe('GraphQL over HTTP, in production', async () => {
  // Some audits ask `__type` for want of another field that every schema has.
  const { url, known } = await startTarget(['audit:read', 'introspect']);
  const audits = serverAudits({
    url,
    fetchFn: (input: string, init: RequestInit = {}) =>
      fetch(input, { ...init, headers: { ...init.headers, authorization: known.authorization } }),
  });

  it.each(
    audits.map((audit) => [audit.id, audit.name, audit] as const),
  )('%s: %s', async (id, _name, audit) => {
    const { status } = await audit.fn();
    expect(status).toBe(id in notices ? 'notice' : 'ok');
  });

  it('has 61 audits', () => {
    expect(audits.length).toBe(61);
  });
});
