import { createCipheriv, hkdfSync, timingSafeEqual } from 'node:crypto';

/** AES-256 in SIV mode: deterministic encryption of many short records at once. */
export interface Siv {
  /** For each record 16 bytes that prove it, and the record encrypted. Of `context` the first 16 bytes count. */
  seal(records: readonly Uint8Array[], context: Uint8Array): readonly Buffer[];
  /** Null for whatever was not sealed for this context. */
  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | null;
}

/** In bytes, and in words of 32 bits. */
const block = 16;
const wordsInBlock = 4;
export const proofLength = block;
/** The blocks of a record are counted in five bits. */
const mostBlocks = 32;

/**
 * Synthetic IV (Rogaway and Shrimpton, 2006): a pseudo-random function of context and record is the proof, and the key
 * stream begins with it. Why that is sound:
 * - The function is CBC-MAC, which is one as long as no input begins another (Petrank and Rackoff, 2000): each tells its
 *   length in the first block, and the context is exactly the second. Padding is zeros, which the length undoes.
 * - The stream is counter mode. The last five bits of a block count, the proof's other 123 are its nonce: no two
 *   records share a block of it, unless their proofs agree in these.
 * - Proof and stream have a key each, derived from the cursor key, which nothing else encrypts with.
 * - Two records meet in these bits with a chance of less than 2^-40 after 2^40 cursors. A forgery is a guess of 128
 *   bits, compared in constant time; a wrong one tells no more than that it is wrong.
 * Equal records give equal texts, which is wanted. A GCM for each record needs a nonce that never comes twice: of a
 * counter replicas would have to share, of chance no two cursors of one place are equal, so an HMAC had to make it of the
 * record. That is the same construction, with a nonce of 96 bits whose collision reveals the key of GCM's proofs, and ten
 * calls a record. Here a page goes side by side, block by block, through a few calls, each of which costs more than the
 * fifty blocks that it encrypts. `test/search/siv.test.ts` compares it with the modes that Node has.
 */
export function createSiv(key: Uint8Array): Siv {
  const prove = blockCipher(key, 'proof');
  const stream = blockCipher(key, 'stream');
  return {
    seal(records, context) {
      const page = pageOf(records);
      const words = proofsOf(prove, page, context);
      encrypt(stream, page, words);
      const [proofs, bytes] = [bytesOf(words), bytesOf(page.words)];
      return page.lengths.map((length, index) => {
        const sealed = Buffer.allocUnsafe(block + length);
        const start = index * page.stride * 4;
        sealed.set(proofs.subarray(index * block, (index + 1) * block));
        sealed.set(bytes.subarray(start, start + length), block);
        return sealed;
      });
    },
    open(sealed, context) {
      if (sealed.length <= block || sealed.length > block * (mostBlocks + 1)) return null;
      const given = Uint8Array.from(sealed.subarray(0, block));
      const page = pageOf([sealed.subarray(block)]);
      encrypt(stream, page, wordsOf(given));
      const bytes = bytesOf(page.words);
      const record = bytes.subarray(0, page.lengths[0]);
      bytes.fill(0, record.length);
      return timingSafeEqual(given, bytesOf(proofsOf(prove, page, context))) ? record : null;
    },
  };
}

/** Encrypts blocks that have nothing to do with each other. */
type BlockCipher = (blocks: Int32Array) => Int32Array;

function blockCipher(key: Uint8Array, purpose: string): BlockCipher {
  const own = Buffer.from(hkdfSync('sha256', key, '', `trailgraph cursor ${purpose}`, 32));
  const cipher = createCipheriv('aes-256-ecb', own, null).setAutoPadding(false);
  return (blocks) => wordsOf(cipher.update(bytesOf(blocks)));
}

/** Records beside each other, filled up with zeros to the same length. */
interface Page {
  readonly words: Int32Array;
  /** Words from one record to the next: whole blocks. */
  readonly stride: number;
  /** In bytes. */
  readonly lengths: readonly number[];
}

function pageOf(records: readonly Uint8Array[]): Page {
  const lengths = records.map(({ length }) => length);
  const blocks = Math.ceil(Math.max(0, ...lengths) / block);
  if (blocks > mostBlocks) throw new Error(`Expected records of at most ${mostBlocks * block} bytes.`);
  const stride = blocks * wordsInBlock;
  const words = new Int32Array(records.length * stride);
  const bytes = bytesOf(words);
  for (const [index, record] of records.entries()) bytes.set(record, index * blocks * block);
  return { words, stride, lengths };
}

function proofsOf(prove: BlockCipher, { words, stride, lengths }: Page, context: Uint8Array): Int32Array {
  const count = lengths.length;
  const heads = new Int32Array(count * wordsInBlock);
  const head = new DataView(heads.buffer);
  for (const [index, length] of lengths.entries()) head.setUint16(index * block, length);
  let chain = prove(heads);
  const bound = wordsOf(Uint8Array.from(context.subarray(0, block)));
  for (let index = 0; index < count; index += 1) xor(chain, index * wordsInBlock, bound, 0, wordsInBlock);
  chain = prove(chain);
  const proofs = new Int32Array(count * wordsInBlock);
  for (let start = 0; ; start += wordsInBlock) {
    for (const [index, length] of lengths.entries()) {
      // Shorter ones are done before the others, which go on.
      const isDone = start === Math.ceil(length / block) * wordsInBlock;
      if (isDone) xor(proofs, index * wordsInBlock, chain, index * wordsInBlock, wordsInBlock);
    }
    if (start === stride) return proofs;
    for (let index = 0; index < count; index += 1) {
      xor(chain, index * wordsInBlock, words, index * stride + start, wordsInBlock);
    }
    chain = prove(chain);
  }
}

/** In place, and back again. */
function encrypt(stream: BlockCipher, { words, stride, lengths }: Page, proofs: Int32Array): void {
  const counters = new Int32Array(words.length);
  const bytes = bytesOf(counters);
  for (let index = 0; index < lengths.length; index += 1) {
    for (let count = 0; count < stride / wordsInBlock; count += 1) {
      const start = index * stride + count * wordsInBlock;
      xor(counters, start, proofs, index * wordsInBlock, wordsInBlock);
      const last = start * 4 + block - 1;
      bytes[last] = ((bytes[last] ?? 0) & ~(mostBlocks - 1)) | count;
    }
  }
  xor(words, 0, stream(counters), 0, words.length);
}

/** Into `target`. Plain loops, since views of so few words cost more than what is done with them. */
function xor(target: Int32Array, to: number, other: Int32Array, from: number, length: number): void {
  for (let index = 0; index < length; index += 1) {
    target[to + index] = (target[to + index] ?? 0) ^ (other[from + index] ?? 0);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}
