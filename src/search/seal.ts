import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Fault } from '../model/fault.ts';

/** Turns small records into opaque text and back. `context` is what the text is bound to. */
export interface Sealer {
  seal(record: Buffer, context: Buffer): string;
  /** Throws INVALID_CURSOR, and nothing else, for whatever this key ring did not seal for this context. */
  open(text: string, context: Buffer): Buffer;
}

/** Relay clients keep cursors in URLs and stores; this is what they may count on. */
export const maxCursorLength = 512;

const version = 1;
const idLength = 4;
const nonceLength = 12;
const tagLength = 16;
const headLength = 1 + idLength + nonceLength;
/** What a record may weigh so that its text stays within `maxCursorLength`. */
export const maxRecordLength = Math.floor((maxCursorLength * 3) / 4) - headLength - tagLength;

/**
 * AES-256-GCM under keys of 32 bytes: the first seals, all open. Deterministic: the nonce is an HMAC of context and
 * record, so equal positions give equal cursors and a nonce repeats only with the very same plaintext.
 */
export function createSealer(keys: readonly Uint8Array[]): Sealer {
  const rings = keys.map(deriveKeys);
  const [first] = rings;
  if (first === undefined) throw new Error('createSealer: expected at least one key, got none.');
  return {
    seal: (record, context) => sealWith(first, record, context),
    open: (text, context) => openWith(rings, text, context),
  };
}

export function invalidCursor(): Fault {
  return new Fault(
    'INVALID_CURSOR',
    'The cursor cannot be used here: it was returned for other arguments (filter, order, sources, window), or by a ' +
      'gateway with another cursor key. Start without one.',
  );
}

interface Ring {
  readonly id: Buffer;
  readonly cipherKey: Buffer;
  readonly nonceKey: Buffer;
}

function deriveKeys(key: Uint8Array): Ring {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', key, '', `trailgraph cursor ${purpose}`, length));
  return { id: derive('id', idLength), cipherKey: derive('cipher', 32), nonceKey: derive('nonce', 32) };
}

function sealWith({ id, cipherKey, nonceKey }: Ring, record: Buffer, context: Buffer): string {
  const nonce = createHmac('sha256', nonceKey)
    .update(context)
    .update(record)
    .digest()
    .subarray(0, nonceLength);
  const head = Buffer.concat([Buffer.from([version]), id, nonce]);
  const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce).setAAD(context);
  const body = Buffer.concat([cipher.update(record), cipher.final()]);
  const text = Buffer.concat([head, body, cipher.getAuthTag()]).toString('base64url');
  if (text.length > maxCursorLength) throw new Error(`A record of ${record.length} bytes fits no cursor.`);
  return text;
}

function openWith(rings: readonly Ring[], text: string, context: Buffer): Buffer {
  if (text.length > maxCursorLength) throw invalidCursor();
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < headLength + tagLength || bytes[0] !== version || bytes.toString('base64url') !== text) {
    throw invalidCursor();
  }
  const ring = rings.find(({ id }) => timingSafeEqual(id, bytes.subarray(1, 1 + idLength)));
  if (ring === undefined) throw invalidCursor();
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      ring.cipherKey,
      bytes.subarray(1 + idLength, headLength),
      {
        authTagLength: tagLength,
      },
    );
    decipher.setAAD(context).setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(headLength, -tagLength)), decipher.final()]);
  } catch {
    throw invalidCursor();
  }
}
