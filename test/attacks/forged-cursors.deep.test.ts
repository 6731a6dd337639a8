import { randomBytes, randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { eventCursors } from '../../src/search/cursor.ts';
import { createSealer } from '../../src/search/seal.ts';
import { source } from '../support/events.ts';

const sealer = createSealer([Buffer.alloc(32, 1)]);
const scope = { sources: [source], order: 'NEWEST_FIRST' as const, filter: {} };
const cursors = eventCursors(sealer, scope, { pastSeconds: 3600 });
const others = eventCursors(sealer, { ...scope, order: 'OLDEST_FIRST' }, { pastSeconds: 3600 });
const window = { start: 1_780_000_000, end: 1_780_003_600 };

const sealed = (by: typeof cursors, second: number) =>
  by.seal({ window, place: { second, source: 0, eventId: `event-${second}` }, gaps: [], hint: null });
const real = Array.from({ length: 100 }, (_, n) =>
  Buffer.from(sealed(cursors, 1_780_000_000 + n), 'base64url'),
);
const foreign = Array.from({ length: 100 }, (_, n) =>
  Buffer.from(sealed(others, 1_780_000_000 + n), 'base64url'),
);

const any = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
const ways: Readonly<Record<string, () => Buffer>> = {
  'made up': () => randomBytes(randomInt(1, 200)),
  'made up, of the right length': () => randomBytes(any(real).length),
  'with one bit changed': () => {
    const bytes = Buffer.from(any(real));
    const at = randomInt(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << randomInt(8)), at);
    return bytes;
  },
  'with some bytes changed': () => {
    const bytes = Buffer.from(any(real));
    for (let times = randomInt(1, 8); times > 0; times -= 1) {
      const at = randomInt(bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ randomInt(1, 256), at);
    }
    return bytes;
  },
  'of two halves': () => {
    const [one, other] = [any(real), any(foreign)];
    const at = randomInt(1, one.length);
    return Buffer.concat([one.subarray(0, at), other.subarray(at)]);
  },
  'of two of the same question': () => {
    const index = randomInt(1, real.length);
    const [one, other] = [real[index] as Buffer, real[index - 1] as Buffer];
    const at = randomInt(1, one.length);
    return Buffer.concat([one.subarray(0, at), other.subarray(at)]);
  },
  cut: () => any(real).subarray(0, -randomInt(1, 40)),
  'of another question': () => any(foreign),
};

const known = new Set(real.map((bytes) => bytes.toString('base64url')));

it.each(Object.entries(ways))('accepts none of 12,500 cursors %s', (_way, make) => {
  let accepted = 0;
  for (let tried = 0; tried < 12_500; tried += 1) {
    const text = make().toString('base64url');
    if (known.has(text)) continue;
    try {
      cursors.open(text);
      accepted += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_CURSOR' });
    }
  }
  expect(accepted).toBe(0);
});
