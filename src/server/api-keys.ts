import { apiKeyId, hashApiKey, isSameHash } from '../api-key.ts';
import type { ApiKeyConfig, AuthConfig } from '../config.ts';
import type { Clock } from '../model/clock.ts';
import type { Viewer } from '../model/grant.ts';
import { type Proof, Unproven } from './proof.ts';

export interface ApiKeys {
  /** Throws `Unproven` for a key that is unknown, wrong or expired. */
  proofOf(text: string): Proof;
}

interface Known {
  readonly key: ApiKeyConfig;
  readonly viewer: Viewer;
}

/** Two keys of one client are one viewer: rotating them changes nothing but the key. */
export function openApiKeys(
  { apiKeys, pepper }: Pick<AuthConfig, 'apiKeys' | 'pepper'>,
  clock: Clock,
): ApiKeys {
  const known = new Map<string, Known>(
    apiKeys.map((key) => [key.id, { key, viewer: Object.freeze(viewerOf(key)) }]),
  );
  return {
    proofOf(text) {
      const id = apiKeyId(text);
      if (id === null || pepper === null) throw new Unproven('not an API key');
      const found = known.get(id);
      // An unknown id takes as long as a wrong secret.
      const isSame = isSameHash(hashApiKey(text, pepper), found?.key.hash ?? nobody);
      if (found === undefined || !isSame) throw new Unproven(`API key ${id}: unknown or wrong`);
      if (found.key.expiresMs <= clock.now()) throw new Unproven(`API key ${id}: expired`);
      return { viewer: found.viewer, expiresMs: found.key.expiresMs };
    },
  };
}

const nobody = Buffer.alloc(32);

function viewerOf({ client, grant }: ApiKeyConfig): Viewer {
  return { subject: `key:${client}`, provedBy: 'key', grant };
}
