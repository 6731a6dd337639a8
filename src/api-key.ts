import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

// What an API key looks like, and what is kept of it. `keys` makes them, `server` checks them.

/** A key as its owner has it, and the id by which the configuration names it. */
export interface ApiKey {
  readonly id: string;
  /** `tg_`, 12 hex digits of id, `_`, 256 random bits in base64url, and a checksum by which scanners tell it from noise. */
  readonly text: string;
}

const apiKeyPattern: RegExp = /^tg_([0-9a-f]{12})_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/;

/** `id`: 6 random bytes; `secret`: 32. */
export function formatApiKey(id: Uint8Array, secret: Uint8Array): ApiKey {
  const name = Buffer.from(id).toString('hex');
  const head = `tg_${name}_${Buffer.from(secret).toString('base64url')}`;
  return { id: name, text: `${head}${checksum(head)}` };
}

/** The id of a well-formed key; null for everything else. */
export function apiKeyId(text: string): string | null {
  const [, id = null] = apiKeyPattern.exec(text) ?? [];
  return id !== null && text.endsWith(checksum(text.slice(0, -8))) ? id : null;
}

/** What the configuration stores: worthless without the pepper. */
export function hashApiKey(text: string, pepper: Uint8Array): Buffer {
  return createHmac('sha256', pepper).update(text).digest();
}

/** In the same time, wherever they differ. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function checksum(head: string): string {
  return crc32(head).toString(16).padStart(8, '0');
}
