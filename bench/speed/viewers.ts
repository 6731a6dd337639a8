import { formatApiKey, hashApiKey } from '../../src/api-key.ts';

// Who asks: two clients with an API key each and the same grant, as a dashboard and an export would have.

const pepper = Buffer.alloc(32, 9);

/** The same in every run, and good for nothing else. */
const keys = [1, 2].map((number) => ({
  ...formatApiKey(Buffer.alloc(6, number), Buffer.alloc(32, number)),
  client: `client-${number}`,
}));

/** What each of them sends. */
export const credentials: readonly Readonly<Record<string, string>>[] = keys.map(({ text }) => ({
  authorization: `Bearer ${text}`,
}));

/** The section of the configuration that lets them in. */
export const auth: object = {
  grants: { everything: { scopes: ['audit:read', 'jobs:read'] } },
  pepper: pepper.toString('base64'),
  apiKeys: keys.map(({ id, client, text }) => ({
    id,
    client,
    hash: hashApiKey(text, pepper).toString('base64'),
    expires: '2099-01-01',
    grant: 'everything',
  })),
};
