import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';

// Who asks: two API keys whose grants are alike, as a dashboard and an export would have them.

const pepper = Buffer.alloc(32, 9);
const keys = ['a', 'b'].map((letter) => keyOf(letter));

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
    hash: createHmac('sha256', pepper).update(text).digest('base64'),
    expires: '2099-01-01',
    grant: 'everything',
  })),
};

/** A key that is the same in every run, and good for nothing else. */
function keyOf(letter: string) {
  const id = letter.repeat(12);
  const head = `tg_${id}_${letter.repeat(43)}`;
  return { id, client: `client-${letter}`, text: `${head}${crc32(head).toString(16).padStart(8, '0')}` };
}
