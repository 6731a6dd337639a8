import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventQuestion } from '../../src/model/question.ts';
import { type EventCursors, eventCursors } from '../../src/search/cursor.ts';
import type { Resume } from '../../src/search/cursor-record.ts';
import { createSealer, maxCursorLength } from '../../src/search/seal.ts';
import { source } from '../support/events.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const scope = { sources: [source], order: 'NEWEST_FIRST' as const, filter: {} };
const asked: EventQuestion['window'] = { pastSeconds: 3600 };
const window = { start: 1_780_000_000, end: 1_780_003_600 };
const place = { second: 1_780_000_500, source: 0, eventId: '68D4BC64B29A8D36369698D9', isAlone: false };
const gaps = [{ source: 3, end: 'old' as const, second: 1_780_000_100, code: 'UPSTREAM_TIMEOUT' as const }];
const hint = { window, from: { window, token: 'dG9rZW4=', second: 1_780_000_600 }, offset: 12 };

const cursors = eventCursors(createSealer([newKey]), scope, asked);
const resume = { window, place, gaps, hint };
const seal = (by: EventCursors, one: Resume): string => by.seal([one])[0] ?? '';
const cursor = seal(cursors, resume);

describe('a cursor', () => {
  it('opens to what it was sealed with, whatever that was', () => {
    const instant = fc.integer({ min: 0, max: 2 ** 40 });
    const anyWindow = fc.record({ start: instant, end: instant });
    const token = fc.option(fc.oneof(fc.string({ maxLength: 150 }), fc.base64String({ maxLength: 200 })));
    const from = fc.option(fc.record({ window: anyWindow, token, second: instant }));
    const anyHint = fc.record({ window: anyWindow, from, offset: fc.nat(50) });
    const anyId = fc.option(fc.string({ minLength: 1, maxLength: 36 }));
    const anyPlace = fc.record({
      second: instant,
      source: fc.nat(31),
      eventId: anyId,
      isAlone: fc.boolean(),
    });
    fc.assert(
      fc.property(anyWindow, anyPlace, anyHint, (frozen, at, seen) => {
        const text = seal(cursors, { window: frozen, place: at, gaps, hint: seen });
        expect(text.length).toBeLessThanOrEqual(maxCursorLength);
        const opened = cursors.open(text);
        expect(opened).toMatchObject({ window: frozen, place: at, gaps });
        if (opened.hint !== null) expect(opened.hint).toEqual(seen);
      }),
    );
  });

  it('carries a token as long as the longest known one, and leaves out what does not fit', () => {
    const known = { ...hint, from: { window, second: 1, token: Buffer.alloc(178, 3).toString('base64') } };
    expect(cursors.open(seal(cursors, { ...resume, hint: known })).hint).toEqual(known);
    const huge = { ...hint, from: { window, second: 1, token: 'x'.repeat(600) } };
    const text = seal(cursors, { ...resume, hint: huge });
    expect(text.length).toBeLessThanOrEqual(maxCursorLength);
    expect(cursors.open(text)).toMatchObject({ place, hint: null });
  });

  it('is the same text for the same place', () => {
    expect(seal(cursors, resume)).toBe(cursor);
  });

  it('survives the rotation of keys', () => {
    const before = seal(eventCursors(createSealer([oldKey]), scope, asked), resume);
    expect(eventCursors(createSealer([newKey, oldKey]), scope, asked).open(before).place).toEqual(place);
    expect(() => eventCursors(createSealer([newKey]), scope, asked).open(before)).toThrow('cursor');
  });

  it.each([
    [
      'second',
      'AhYnQFSEmczg3w6FDD2LXbObzsV8FG1Tr7Mtjvic1GRvGFvVKkwuKuQvyks_m9G7u2qoBiKO8idQ5bz64_6YyLD6OLe6064m3ydsSBcJAL3G2opL',
    ],
    [
      'first, of AES-GCM',
      'ARYnQFS-ol5Qpm1Y-a0FW-RJxqtTvhhRFUrf14gBpoWzQZzAJ4nULQKI31Nxl47Q26HRmi99I86RoSjbqktMr7J-6HtymR2ZIUSBevoCcmd2Nn8NYdBtM-30HJOfuhCc',
    ],
  ])('may be of the %s version, made long ago', (_which, text) => {
    expect(eventCursors(createSealer([newKey, oldKey]), scope, asked).open(text).place).toEqual(place);
    const other = { ...scope, order: 'OLDEST_FIRST' as const };
    expect(() => eventCursors(createSealer([oldKey]), other, asked).open(text)).toThrow('cursor');
  });

  it('is the same, sealed alone or with others', () => {
    const places = [place, { ...place, eventId: null }, { ...place, eventId: 'E'.repeat(40) }, place];
    const page = places.map((at, index) => ({ ...resume, place: at, hint: index % 2 === 0 ? hint : null }));
    expect(cursors.seal(page)).toEqual(page.map((one) => seal(cursors, one)));
  });

  it('may come back with the absolute window it belongs to', () => {
    const absolute = { startMs: window.start * 1000, endMs: window.end * 1000, pastSeconds: null };
    expect(eventCursors(createSealer([newKey]), scope, absolute).open(cursor).place).toEqual(place);
  });

  it.each([
    ['another order', eventCursors(createSealer([newKey]), { ...scope, order: 'OLDEST_FIRST' }, asked)],
    [
      'another source',
      eventCursors(createSealer([newKey]), { ...scope, sources: [{ ...source, region: 'x' }] }, asked),
    ],
    [
      'another filter',
      eventCursors(createSealer([newKey]), { ...scope, filter: { eventName: { eq: 'X' } } }, asked),
    ],
    ['another window', eventCursors(createSealer([newKey]), scope, { pastSeconds: 7200 })],
    ['another key', eventCursors(createSealer([oldKey]), scope, asked)],
  ])('is refused with %s', (_name, other) => {
    expect(() => other.open(cursor)).toThrowError(expect.objectContaining({ code: 'INVALID_CURSOR' }));
  });

  it('is refused with one message when any bit is flipped, when cut short, or when it never was one', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return copy.toString('base64url');
    });
    const short = Array.from({ length: cursor.length }, (_, length) => cursor.slice(0, length));
    const odd = [`${cursor}=`, ` ${cursor}`, `${cursor}A`, cursor.repeat(9), '__proto__', '\u0000', '💥'];
    const messages = new Set(
      [...flipped, ...short, ...odd].map((text) => messageOf(() => cursors.open(text))),
    );
    expect([...messages]).toEqual([
      'The cursor cannot be used here: it was returned for other arguments (filter, order, sources, window), or by a ' +
        'gateway with another cursor key. Start without one.',
    ]);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}
