import { hash } from 'node:crypto';
import type { Clock } from '../model/clock.ts';
import type { Viewer } from '../model/grant.ts';
import { openMemory } from '../model/memory.ts';

/** Who showed a credential, and until when it is good. */
export interface Proof {
  readonly viewer: Viewer;
  readonly expiresMs: number;
}

/** Why somebody is not who they say. For the log, never for the caller; holds nothing of the credential. */
export class Unproven extends Error {
  override readonly name = 'Unproven';
}

/** A page may cost 70 µs in all; a signature alone takes more, and even an HMAC a quarter of that. */
const rememberedMs = 60_000;
const mostRemembered = 10_000;

/**
 * The same, asked for each credential once a minute at the most: what is good is remembered by its hash, never beyond its
 * end. What is not good is not remembered.
 */
export function remembering(
  prove: (credential: string) => Promise<Proof>,
  clock: Clock,
): (credential: string) => Promise<Viewer> {
  const known = openMemory<Proof>(mostRemembered);
  return async (credential) => {
    const name = hash('sha256', credential, 'base64url');
    const nowMs = clock.now();
    const remembered = known.get(name);
    if (remembered !== undefined && remembered.expiresMs > nowMs) return remembered.viewer;
    known.delete(name);
    const { viewer, expiresMs } = await prove(credential);
    known.set(name, { viewer, expiresMs: Math.min(expiresMs, nowMs + rememberedMs) }, 1);
    return viewer;
  };
}
