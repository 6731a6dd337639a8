import { describe, expect, it } from 'vitest';
import { eventGlobalId, eventKeyOf, globalId, parseGlobalId, partsOf } from '../../src/model/global-id.ts';
import { valueAt } from '../../src/model/json-pointer.ts';
import { findSource, onlyAccount, type Source, selectSources } from '../../src/model/source.ts';
import { formatInstant, parseDuration, parseInstant } from '../../src/model/time.ts';

describe('an instant', () => {
  it.each([
    ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00Z'],
    ['2026-11-20T12:00:00.250Z', '2026-11-20T12:00:00.250Z'],
    ['2026-11-20T12:00:00+08:00', '2026-11-20T04:00:00Z'],
    ['2020-12-01T11:54:59.366+0000', '2020-12-01T11:54:59.366Z'],
    ['2026-11-20t12:00:00-00:30', '2026-11-20T12:30:00Z'],
  ])('%s is %s', (text, formatted) => {
    expect(formatInstant(parseInstant(text) ?? Number.NaN)).toBe(formatted);
  });

  it.each([
    '',
    '2026-11-20',
    '2026-11-20T12:00:00',
    '2026-02-30T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '1763640000',
    '2026-11-20T12:00:00+99:00',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});

describe('a duration', () => {
  it.each([
    ['P7D', 604_800],
    ['PT6H', 21_600],
    ['P1DT2H3M4S', 93_784],
    ['PT0S', 0],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'P1Y', 'P1M', 'P1W', '-P1D', 'P1.5D', 'PT1H30', 'P1DT'])('%s is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('a global id', () => {
  it('opens to what it was made of, colons in the last part included', () => {
    const key = {
      accountId: '1000000000000001',
      region: '',
      second: 1_780_000_000,
      hasTime: false,
      eventId: '60.152:1:2',
    };
    expect(eventKeyOf(eventGlobalId(key))).toEqual(key);
    expect(parseGlobalId(globalId('DeliveryJob', '1', 'cn-hangzhou', '16602')).parts).toEqual([
      '1',
      'cn-hangzhou',
      '16602',
    ]);
  });

  it.each([
    '',
    'x',
    'QXVkaXRFdmVudA',
    `${globalId('AuditViewer', 'a')}=`,
    globalId('AuditSource', '1'),
    globalId('AuditViewer', ''),
    'X19wcm90b19fOmE',
  ])('%s is refused', (id) => {
    expect(() => parseGlobalId(id)).toThrowError(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('of another type is refused with both types', () => {
    expect(() => partsOf('AuditEvent', globalId('AuditViewer', 'a'))).toThrow(
      'of the type AuditEvent, got one of AuditViewer',
    );
  });
});

const made = (account: string, accountId: string, region: string): Source => ({
  id: globalId('AuditSource', accountId, region),
  account,
  accountId,
  region,
  isEmulated: false,
});
const sources = [made('a', '11111', 'r1'), made('a', '11111', 'r2'), made('b', '22222', 'r1')];

describe('sources', () => {
  it.each([
    [null, 'a/r1 a/r2 b/r1'],
    [[], ''],
    [[{ account: 'a' }], 'a/r1 a/r2'],
    [[{ regions: ['r1'] }], 'a/r1 b/r1'],
    [
      [
        { account: 'b', regions: ['r1'] },
        { account: 'a', regions: ['r2'] },
      ],
      'a/r2 b/r1',
    ],
    [[{ account: 'a', regions: [] }], ''],
  ])('%j selects %s', (selectors, names) => {
    const selected = selectSources(sources, selectors).map(({ account, region }) => `${account}/${region}`);
    expect(selected.join(' ')).toBe(names);
  });

  it.each([
    [[{ account: 'c' }], 'Unknown account "c". Known: "a", "b".'],
    [[{ account: 'b', regions: ['r2'] }], 'Account "b" has no region "r2". It has: "r1".'],
    [[{ regions: ['r9'] }], 'Unknown region "r9". Known: "r1", "r2".'],
  ])('%j is refused with the names that work', (selectors, message) => {
    expect(() => selectSources(sources, selectors)).toThrow(message);
  });

  it('name the first region of an account, and the only account', () => {
    expect(findSource(sources, { account: 'a' }).region).toBe('r1');
    expect(onlyAccount(sources.slice(0, 2)).region).toBe('r1');
    expect(() => onlyAccount(sources)).toThrow('Known: "a", "b".');
  });
});

describe('a JSON pointer', () => {
  const document = { 'Tag.1.Key': 'a', 'x/y': { 'm~n': [null, 5] }, '': 0 };

  it.each([
    ['', document],
    ['/Tag.1.Key', 'a'],
    ['/x~1y/m~0n/1', 5],
    ['/x~1y/m~0n/01', null],
    ['/x~1y/m~0n/length', null],
    ['/', 0],
    ['/constructor', null],
    ['/missing/deeper', null],
  ])('%s picks its value', (pointer, value) => {
    expect(valueAt(document, pointer)).toEqual(value);
  });

  it('that is none is refused', () => {
    expect(() => valueAt(document, 'Tag')).toThrow('RFC 6901');
  });
});
