import { createCipheriv, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSiv, proofLength } from '../../src/search/siv.ts';

const key = Buffer.alloc(32, 5);
const context = Buffer.alloc(16, 9);
const siv = createSiv(key);
const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));
const anyRecord = bytes(1, 512);

/** The same with the modes that Node has, one record at a time. */
function byTheBook(record: Buffer, bound: Buffer): Buffer {
  const keyFor = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', key, '', `trailgraph cursor ${purpose}`, 32));
  const head = Buffer.alloc(16);
  head.writeUInt16BE(record.length);
  const padded = Buffer.concat([record, Buffer.alloc(-record.length & 15)]);
  const mac = createCipheriv('aes-256-cbc', keyFor('proof'), Buffer.alloc(16)).setAutoPadding(false);
  const proof = mac.update(Buffer.concat([head, bound, padded])).subarray(-16);
  const counter = Buffer.from(proof);
  counter.writeUInt8(counter.readUInt8(15) & 0xe0, 15);
  return Buffer.concat([proof, createCipheriv('aes-256-ctr', keyFor('stream'), counter).update(record)]);
}

describe('the cipher of cursors', () => {
  it('is CBC-MAC of length, context and record, and counter mode that begins with it', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), bytes(16, 16), (records, bound) => {
        expect(siv.seal(records, bound)).toEqual(records.map((record) => byTheBook(record, bound)));
      }),
    );
  });

  it('opens what it has sealed, and nothing that was changed in any place', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), fc.integer({ min: 1, max: 255 }), (record, at, by) => {
        const [sealed = Buffer.alloc(0)] = siv.seal([record], context);
        expect(siv.open(sealed, context)).toEqual(new Uint8Array(record));
        const place = at % sealed.length;
        const changed = sealed.with(place, (sealed[place] ?? 0) ^ by);
        expect(siv.open(changed, context)).toBeNull();
        const other = context.with(at % 16, (context[at % 16] ?? 0) ^ by);
        expect(siv.open(sealed, other)).toBeNull();
      }),
    );
  });

  it('tells a record from one with zeros behind it, and from one without its end', () => {
    const lengths = Array.from({ length: 64 }, (_, index) => index + 1);
    const sealed = siv.seal(
      lengths.map((length) => Buffer.alloc(length)),
      context,
    );
    expect(new Set(sealed.map((one) => one.toString('hex', 0, proofLength))).size).toBe(lengths.length);
    const longest = sealed.at(-1) ?? Buffer.alloc(0);
    const cut = lengths
      .slice(0, -1)
      .map((length) => siv.open(longest.subarray(0, proofLength + length), context));
    expect(cut.every((one) => one === null)).toBe(true);
  });

  it('takes no record that is longer than its counters reach', () => {
    expect(() => siv.seal([Buffer.alloc(513)], context)).toThrow('at most 512 bytes');
    expect(siv.open(Buffer.alloc(proofLength + 513), context)).toBeNull();
    expect(siv.open(Buffer.alloc(proofLength), context)).toBeNull();
  });
});
