import { describe, expect, it } from 'vitest';
import { grantOf, openGrant } from '../../src/model/grant.ts';
import type { AskedWindow } from '../../src/model/question.ts';
import { formatSecond } from '../../src/model/time.ts';
import { clipToRetention, freezeWindow } from '../../src/search/window.ts';

const now = Date.parse('2026-11-20T12:34:56.789Z');
const reach = { nowMs: now, grant: openGrant };
const at = (text: string) => Date.parse(text);
const shown = ({ start, end }: { start: number; end: number }) =>
  `${formatSecond(start)}/${formatSecond(end)}`;

describe('a window', () => {
  it.each<[string, AskedWindow, string]>([
    ['of nothing is the last 7 days', {}, '2026-11-13T12:34:00Z/2026-11-20T12:35:00Z'],
    [
      'of the past snaps outwards to minutes',
      { pastSeconds: 3600 },
      '2026-11-20T11:34:00Z/2026-11-20T12:35:00Z',
    ],
    [
      'with a start ends now',
      { startMs: at('2026-11-20T01:02:03Z') },
      '2026-11-20T01:02:03Z/2026-11-20T12:35:00Z',
    ],
    [
      'with an end starts 7 days before',
      { endMs: at('2026-11-19T00:00:00Z') },
      '2026-11-12T00:00:00Z/2026-11-19T00:00:00Z',
    ],
    [
      'of the past may end earlier',
      { pastSeconds: 86_400, endMs: at('2026-11-20T00:00:00Z') },
      '2026-11-19T12:34:00Z/2026-11-20T00:00:00Z',
    ],
    [
      'with an end in the future ends now',
      { startMs: at('2026-11-20T01:00:00Z'), endMs: at('9999-12-31T23:59:59Z') },
      '2026-11-20T01:00:00Z/2026-11-20T12:35:00Z',
    ],
    [
      'with fractions is rounded outwards',
      { startMs: at('2026-11-20T01:02:03.900Z'), endMs: at('2026-11-20T01:02:04.001Z') },
      '2026-11-20T01:02:03Z/2026-11-20T01:02:05Z',
    ],
  ])('%s', (_name, asked, frozen) => {
    expect(shown(freezeWindow(asked, reach))).toBe(frozen);
  });

  it.each<[AskedWindow, string]>([
    [{ startMs: at('2026-11-20T00:00:00Z'), endMs: at('2026-11-20T00:00:00Z') }, 'an end after the start'],
    [{ startMs: at('2026-11-21T00:00:00Z') }, 'a start in the past'],
    [{ startMs: at('2026-11-20T00:00:00Z'), pastSeconds: 60 }, 'not both'],
    [{ pastSeconds: 0 }, 'above zero'],
    [{ startMs: at('2026-01-01T00:00:00Z'), endMs: at('2026-02-01T00:00:00Z') }, 'keeps 90 days'],
  ])('%j is refused', (asked, message) => {
    expect(() => freezeWindow(asked, reach)).toThrow(message);
  });

  it('is clipped to 90 days less an hour', () => {
    const window = { start: at('2026-01-01T00:00:00Z') / 1000, end: now / 1000 };
    expect(formatSecond(clipToRetention(window, reach).start)).toBe('2026-08-22T13:35:00Z');
  });

  it('is clipped to how far back is granted', () => {
    const window = { start: at('2026-01-01T00:00:00Z') / 1000, end: now / 1000 };
    const week = { nowMs: now, grant: grantOf({ pastSeconds: 7 * 86_400 }) };
    expect(formatSecond(clipToRetention(window, week).start)).toBe('2026-11-13T12:35:00Z');
    const before = { endMs: at('2026-11-13T12:35:00Z') };
    expect(() => freezeWindow(before, week)).toThrow('expected an end after 2026-11-13T12:35:00Z');
  });
});
