import { createCipheriv, hkdfSync, timingSafeEqual } from 'node:crypto';

/** AES-256 in SIV mode: deterministic encryption of many short records at once. */
export interface Siv {
  /** For each record 16 bytes that prove it, and the record encrypted. Of `context` the first 16 bytes count. */
  seal(records: readonly Uint8Array[], context: Uint8Array): readonly Buffer[];
  /** Null for whatever was not sealed for this context. */
  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | null;
}

const block = 16;
export const proofLength = block;
/** The blocks of a record are counted in five bits. */
const mostBlocks = 32;

/**
 * Synthetic IV (Rogaway and Shrimpton, 2006): a pseudo-random function of context and record is the proof, and the key
 * stream begins with it. The function is CBC-MAC, of inputs that tell their length first, so that none begins another;
 * the stream is counter mode, under a key of its own. Both go through a whole page block by block, in a few calls of
 * AES: a call costs more than the fifty blocks it encrypts, and an HMAC and a GCM for each record are ten calls.
 */
export function createSiv(key: Uint8Array): Siv {
  const prove = blockCipher(key, 'proof');
  const stream = blockCipher(key, 'stream');
  return {
    seal(records, context) {
      const page = pageOf(records);
      const proofs = proofsOf(prove, page, context);
      encrypt(stream, page, proofs);
      return page.lengths.map((length, index) => {
        const sealed = Buffer.allocUnsafe(block + length);
        sealed.set(proofs.subarray(index * block, (index + 1) * block));
        sealed.set(page.bytes.subarray(index * page.stride, index * page.stride + length), block);
        return sealed;
      });
    },
    open(sealed, context) {
      if (sealed.length <= block || sealed.length > block * (mostBlocks + 1)) return null;
      const given = Uint8Array.from(sealed.subarray(0, block));
      const page = pageOf([sealed.subarray(block)]);
      encrypt(stream, page, given);
      const record = page.bytes.subarray(0, page.lengths[0]);
      page.bytes.fill(0, record.length);
      return timingSafeEqual(given, proofsOf(prove, page, context)) ? record : null;
    },
  };
}

/** Encrypts blocks that have nothing to do with each other. */
type BlockCipher = (blocks: Uint8Array) => Uint8Array;

function blockCipher(key: Uint8Array, purpose: string): BlockCipher {
  const own = Buffer.from(hkdfSync('sha256', key, '', `trailgraph cursor ${purpose}`, 32));
  const cipher = createCipheriv('aes-256-ecb', own, null).setAutoPadding(false);
  return (blocks) => cipher.update(blocks);
}

/** Records beside each other, filled up with zeros to the same length. */
interface Page {
  readonly bytes: Uint8Array;
  /** Bytes from one record to the next: whole blocks. */
  readonly stride: number;
  readonly lengths: readonly number[];
}

function pageOf(records: readonly Uint8Array[]): Page {
  const lengths = records.map(({ length }) => length);
  const blocks = Math.ceil(Math.max(0, ...lengths) / block);
  if (blocks > mostBlocks) throw new Error(`Expected records of at most ${mostBlocks * block} bytes.`);
  const stride = blocks * block;
  const bytes = new Uint8Array(records.length * stride);
  for (const [index, record] of records.entries()) bytes.set(record, index * stride);
  return { bytes, stride, lengths };
}

function proofsOf(prove: BlockCipher, { bytes, stride, lengths }: Page, context: Uint8Array): Uint8Array {
  const count = lengths.length;
  const proofs = new Uint8Array(count * block);
  const heads = new DataView(new ArrayBuffer(count * block));
  for (let index = 0; index < count; index += 1) heads.setUint16(index * block, lengths[index] ?? 0);
  let chain = prove(new Uint8Array(heads.buffer));
  const bound = Uint8Array.from(context.subarray(0, block));
  for (let index = 0; index < count; index += 1) xor(chain, index * block, bound, 0, block);
  chain = prove(chain);
  for (let start = 0; ; start += block) {
    for (let index = 0; index < count; index += 1) {
      // Shorter ones are done before the others, which go on.
      const isDone = start === Math.ceil((lengths[index] ?? 0) / block) * block;
      if (isDone) xor(proofs, index * block, chain, index * block, block);
    }
    if (start === stride) return proofs;
    for (let index = 0; index < count; index += 1) {
      xor(chain, index * block, bytes, index * stride + start, block);
    }
    chain = prove(chain);
  }
}

/** In place, and back again. */
function encrypt(stream: BlockCipher, { bytes, stride, lengths }: Page, proofs: Uint8Array): void {
  const counters = new Uint8Array(bytes.length);
  for (let index = 0; index < lengths.length; index += 1) {
    const last = (index + 1) * block - 1;
    const high = (proofs[last] ?? 0) & ~(mostBlocks - 1);
    for (let count = 0; count < stride / block; count += 1) {
      const start = index * stride + count * block;
      xor(counters, start, proofs, index * block, block);
      counters[start + block - 1] = high | count;
    }
  }
  xor(bytes, 0, stream(counters), 0, bytes.length);
}

/** Into `target`. Plain loops, since views of so few bytes cost more than what is done with them. */
function xor(target: Uint8Array, to: number, other: Uint8Array, from: number, length: number): void {
  for (let index = 0; index < length; index += 1) {
    target[to + index] = (target[to + index] ?? 0) ^ (other[from + index] ?? 0);
  }
}
