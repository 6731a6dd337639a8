import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventCursors } from '../../src/search/cursor.ts';
import { createSealer } from '../../src/search/seal.ts';
import { source } from '../support/events.ts';

const tries = 100_000;
const window = { start: 1_780_000_000, end: 1_780_003_600 };
const sealers = [1, 2].map((byte) => createSealer([Buffer.alloc(32, byte)]));
const scopeOf = (region: string) => ({
  sources: [{ ...source, region }],
  order: 'NEWEST_FIRST' as const,
  filter: {},
});
const [own, foreignKey] = sealers.map((sealer) => eventCursors(sealer, scopeOf('cn-hangzhou'), {}));
const foreignScope = eventCursors(sealers[0]!, scopeOf('cn-shanghai'), {});

const cursorAt = (cursors: typeof own, second: number) =>
  cursors!.seal([{ window, place: { second, source: 0, eventId: `e${second}` }, gaps: [], hint: null }])[0]!;
const bytesOf = (cursor: string) => Buffer.from(cursor, 'base64url');
const second = () => window.start + randomInt(3600);

const forgeries: readonly (() => Buffer)[] = [
  () => randomBytes(randomInt(1, 380)),
  () => Buffer.concat([bytesOf(cursorAt(own, second())).subarray(0, 5), randomBytes(randomInt(20, 200))]),
  () => {
    const bytes = bytesOf(cursorAt(own, second()));
    for (let flips = randomInt(1, 8); flips > 0; flips -= 1) {
      const at = randomInt(bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << randomInt(8)), at);
    }
    return bytes;
  },
  () => {
    const [one, other] = [bytesOf(cursorAt(own, second())), bytesOf(cursorAt(own, second()))];
    const at = randomInt(6, Math.min(one.length, other.length) - 1);
    return Buffer.concat([one.subarray(0, at), other.subarray(at)]);
  },
  () => bytesOf(cursorAt(own, second())).subarray(0, -randomInt(1, 40)),
  () => Buffer.concat([bytesOf(cursorAt(own, second())), randomBytes(randomInt(1, 9))]),
  () => bytesOf(cursorAt(foreignKey, second())),
  () => bytesOf(cursorAt(foreignScope, second())),
];

describe(`${tries} forged cursors`, () => {
  it('are all refused, with one message', () => {
    const genuine = new Set(Array.from({ length: 3600 }, (_, at) => cursorAt(own, window.start + at)));
    const outcomes = new Map<string, number>();
    for (let tried = 0; tried < tries; tried += 1) {
      const text = forgeries[tried % forgeries.length]!().toString('base64url');
      // Flips may cancel each other out, and two of the same second splice to the first.
      if (genuine.has(text)) continue;
      const outcome = outcomeOf(text);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect([...outcomes.keys()]).toEqual([
      expect.stringMatching(/^INVALID_CURSOR The cursor cannot be used here/),
    ]);
    expect([...outcomes.values()][0]).toBeGreaterThan(tries * 0.99);
  });
});

function outcomeOf(text: string): string {
  try {
    return `accepted ${JSON.stringify(own?.open(text))}`;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code} ${message}`;
  }
}
