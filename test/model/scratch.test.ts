import { describe, expect, it } from 'vitest';
import { openScratch } from '../../src/model/scratch.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('a scratch buffer', () => {
  it.each([
    '',
    'plain',
    'é',
    '王😀',
    'x'.repeat(30),
    '王'.repeat(10),
    '王'.repeat(1000),
  ])('takes everything: %j', (one) => expect(text(openScratch(30).encode(one))).toBe(one));

  it('is used again, unless what is in it is still needed', () => {
    const scratch = openScratch(30);
    const first = scratch.encode('first');
    const second = scratch.encode('other');
    expect([text(first), text(second)]).toEqual(['other', 'other']);
    scratch.renew();
    expect([text(scratch.encode('third')), text(second)]).toEqual(['third', 'other']);
  });
});
