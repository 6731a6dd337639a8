import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/emulator/index.ts';
import { callV3, createClock, DAY, HOUR, iso, NOW_SECOND, pageThrough, start } from './support.ts';

const FIRST = { accountId: '1000000000000001', region: 'cn-hangzhou' };

describe('what can be seen', () => {
  it('ends ten minutes ago, whatever the window', async () => {
    const emulator = await start({ events: 4_000_000 });
    const { json } = await callV3(emulator, 'LookupEvents', {});
    const newest = Date.parse(json.Events[0].eventTime) / 1000;
    expect(newest).toBeLessThanOrEqual(NOW_SECOND - 600);
    expect(newest).toBeGreaterThan(NOW_SECOND - 700);
    await emulator.close();
  });

  it('grows as time passes: new events keep appearing', async () => {
    const clock = createClock();
    const emulator = await start({ now: clock.now });
    const before = emulator.events({ ...FIRST, start: NOW_SECOND - HOUR, end: NOW_SECOND + DAY });
    clock.addSeconds(DAY);
    const after = emulator.events({ ...FIRST, start: NOW_SECOND - HOUR, end: NOW_SECOND + DAY });
    expect(after.length).toBeGreaterThan(before.length + 100);
    expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
    await emulator.close();
  });

  it('is joined by late events within 14 minutes, and by none after them', async () => {
    const clock = createClock();
    const emulator = await start({ now: clock.now, events: 4_000_000 });
    const question = { ...FIRST, start: NOW_SECOND - HOUR, end: NOW_SECOND };
    clock.addSeconds(600);
    const early = new Set(emulator.events(question).map(({ id }) => id));
    clock.addSeconds(240);
    const settled = emulator.events(question);
    const late = settled.filter(({ id }) => !early.has(id));
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ time, arrival }) => arrival > time + 600 && arrival <= time + 840)).toBe(true);
    clock.addSeconds(DAY);
    expect(emulator.events(question)).toEqual(settled);
    await emulator.close();
  });

  it('puts a late event where its time belongs, behind a reader who went past it', async () => {
    const clock = createClock();
    const emulator = await start({ now: clock.now, events: 4_000_000 });
    const all = emulator.events({ ...FIRST, start: NOW_SECOND - DAY, end: NOW_SECOND - HOUR });
    const late = all.find(({ time, arrival }) => arrival > time + 620)!;
    clock.ms = (late.arrival - 1) * 1000;
    const window = { StartTime: iso(late.time - 60), EndTime: iso(late.time), MaxResults: '50' };
    const missing = await pageThrough(emulator, window);
    clock.addSeconds(1);
    const complete = await pageThrough(emulator, window);
    expect(missing.ids).toEqual(complete.ids.filter((id) => id !== late.id));
    expect(complete.ids).toContain(late.id);
    await emulator.close();
  });

  it('is everything at once without a delay', async () => {
    const emulator = await start({ visibilityDelaySeconds: 0 });
    const own = emulator.events({ ...FIRST, start: NOW_SECOND - DAY, end: NOW_SECOND + DAY });
    expect(own.every(({ time, arrival }) => arrival === time && time <= NOW_SECOND)).toBe(true);
    await emulator.close();
  });

  it('begins as many days ago as history is long, at a full hour', async () => {
    const emulator = await start({ days: 3, events: 20_000, now: () => (NOW_SECOND + 1234) * 1000 });
    const own = emulator.events({ ...FIRST, start: NOW_SECOND - 20 * DAY, end: NOW_SECOND });
    expect(own[0]!.time).toBeGreaterThanOrEqual(NOW_SECOND - 3 * DAY);
    expect(own[0]!.time).toBeLessThan(NOW_SECOND - 3 * DAY + HOUR);
    await emulator.close();
  });

  it.each<[Behaviour['bounds'], boolean, boolean]>([
    ['inclusive', true, true],
    ['exclusive-start', false, true],
    ['exclusive-end', true, false],
    ['exclusive', false, false],
  ])('%s bounds: the event at the start is found %s, at the end %s', async (bounds, atStart, atEnd) => {
    const emulator = await start({ behaviour: { bounds } });
    const [first, last] = emulator.events({ ...FIRST, start: NOW_SECOND - DAY, end: NOW_SECOND });
    const { ids } = await pageThrough(emulator, { StartTime: iso(first!.time), EndTime: iso(last!.time) });
    expect([ids.includes(first!.id), ids.includes(last!.id)]).toEqual([atStart, atEnd]);
    await emulator.close();
  });
});
