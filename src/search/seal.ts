import { createDecipheriv, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Fault } from '../model/fault.ts';
import { createSiv, proofLength, type Siv } from './siv.ts';

/** Turns small records into opaque texts and back. `context`: a digest of what the texts are bound to. */
export interface Sealer {
  /** A text for each record. A page is sealed at once, since that costs little more than a single record. */
  seal(records: readonly Buffer[], context: Buffer): readonly string[];
  /** Throws INVALID_CURSOR, and nothing else, for whatever this key ring did not seal for this context. */
  open(text: string, context: Buffer): Buffer;
}

/** Relay clients keep cursors in URLs and stores; this is what they may count on. */
export const maxCursorLength = 512;

/** Version, id of the key, and what the cipher of that version makes. The first was AES-256-GCM. */
const version = 2;
const firstVersion = 1;
const idLength = 4;
const headLength = 1 + idLength;
/** What a record may weigh so that its text stays within `maxCursorLength`. */
export const maxRecordLength = Math.floor((maxCursorLength * 3) / 4) - headLength - proofLength;

/**
 * AES-256-SIV under keys of 32 bytes: the first seals, all open. Deterministic: equal positions give equal cursors, and
 * nothing else can be learned from them.
 */
export function createSealer(keys: readonly Uint8Array[]): Sealer {
  const rings = keys.map(deriveKeys);
  const [first] = rings;
  if (first === undefined) throw new Error('createSealer: expected at least one key, got none.');
  const head = Buffer.concat([Buffer.from([version]), first.id]);
  return {
    seal: (records, context) =>
      first.siv.seal(records, context).map((sealed) => {
        const text = Buffer.concat([head, sealed]).toString('base64url');
        if (text.length <= maxCursorLength) return text;
        throw new Error(`A record of ${sealed.length - proofLength} bytes fits no cursor.`);
      }),
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
  readonly siv: Siv;
  /** Of the first version. */
  readonly gcmKey: Buffer;
}

function deriveKeys(key: Uint8Array): Ring {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', key, '', `trailgraph cursor ${purpose}`, length));
  return { id: derive('id', idLength), siv: createSiv(key), gcmKey: derive('cipher', 32) };
}

function openWith(rings: readonly Ring[], text: string, context: Buffer): Buffer {
  if (text.length > maxCursorLength) throw invalidCursor();
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < headLength || bytes.toString('base64url') !== text) throw invalidCursor();
  const ring = rings.find(({ id }) => timingSafeEqual(id, bytes.subarray(1, headLength)));
  const sealed = bytes.subarray(headLength);
  const open = bytes[0] === version ? openSiv : bytes[0] === firstVersion ? openGcm : null;
  const record = ring === undefined || open === null ? null : open(ring, sealed, context);
  if (record === null) throw invalidCursor();
  return record;
}

function openSiv({ siv }: Ring, sealed: Buffer, context: Buffer): Buffer | null {
  const record = siv.open(sealed, context);
  return record === null ? null : Buffer.from(record.buffer, record.byteOffset, record.length);
}

/** A nonce, the record, and a tag. */
function openGcm({ gcmKey }: Ring, sealed: Buffer, context: Buffer): Buffer | null {
  const nonceLength = 12;
  const tagLength = 16;
  if (sealed.length < nonceLength + tagLength) return null;
  try {
    const nonce = sealed.subarray(0, nonceLength);
    const decipher = createDecipheriv('aes-256-gcm', gcmKey, nonce, { authTagLength: tagLength });
    decipher.setAAD(context).setAuthTag(sealed.subarray(-tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()]);
  } catch {
    return null;
  }
}
