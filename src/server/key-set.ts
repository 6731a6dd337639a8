import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../model/clock.ts';

/** The keys of an issuer, and whether the last word on them is old. */
export interface KeySet {
  readonly keyOf: JWTVerifyGetKey;
  /** The issuer did not answer the last time: a key that is not known may have been added since. */
  isStale(): boolean;
}

/** No key of the issuer could be had, now or lately. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const times = {
  /** An unknown key makes us look for new ones at most this often. */
  cooldownDuration: 30_000,
  /** Keys that the issuer has taken back are known for this long. */
  cacheMaxAge: 10 * 60_000,
  timeoutDuration: 2_000,
};
/** After a failure, so long nobody is made to wait for another. */
const pauseMs = 5_000;
/** While the issuer does not answer, its last keys go on working for this long. */
const staleForMs = 24 * 3600_000;
const maxBytes = 1024 * 1024;

/** Fetched when first needed, and kept; `jose` decides when to fetch, this what becomes of failures. */
export function openKeySet(url: URL, { elapsed }: Pick<Clock, 'elapsed'>): KeySet {
  let last: { readonly body: string; readonly at: number } | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let isStale = false;
  const load = async (address: string, options: RequestInit): Promise<Response> => {
    if (elapsed() - failedAt >= pauseMs) {
      const body = await read(address, options);
      if (body !== null) {
        last = { body, at: elapsed() };
        isStale = false;
        return new Response(body);
      }
      failedAt = elapsed();
    }
    isStale = true;
    if (last === null || elapsed() - last.at > staleForMs) {
      throw new KeysUnavailable(`no keys from ${url.origin}`);
    }
    return new Response(last.body);
  };
  return {
    keyOf: createRemoteJWKSet(url, { ...times, [customFetch]: load }),
    isStale: () => isStale,
  };
}

/** Null for whatever is not a key set: an error, a redirect, a page of a proxy. */
async function read(url: string, options: RequestInit): Promise<string | null> {
  try {
    const response = await fetch(url, options);
    if (response.status !== 200) return null;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length > maxBytes) return null;
    }
    const body = Buffer.concat(chunks).toString('utf8');
    const { keys } = JSON.parse(body);
    return Array.isArray(keys) ? body : null;
  } catch {
    return null;
  }
}
