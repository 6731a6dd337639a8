import { describe, expect, it } from 'vitest';
import { openGate } from '../../src/actiontrail/gate.ts';
import type { Clock } from '../../src/model/clock.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { faultOf } from './support/wire.ts';

const bounds = { maxWaitingPerViewer: 16, maxWaiting: 64 };

function gateAt(clock: Clock, callsPerSecond = 2) {
  return openGate({ callsPerSecond, clock, lastTurn: clock.elapsed(), ...bounds });
}

/** A gate of two calls a second, already open for the first call, and who went through when. */
async function twoASecond() {
  const clock = fakeClock('2026-11-20T12:00:00Z');
  const gate = gateAt(clock);
  await clock.advance(530);
  const through: [name: string, at: number][] = [];
  const start = clock.elapsed();
  const enter = (name: string, overrides = {}) =>
    gate.enter(callAt(noon, overrides), 'main').then(() => through.push([name, clock.elapsed() - start]));
  return { clock, gate, enter, through, start };
}

function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

describe('a gate of two calls a second', () => {
  it('never lets more than two through in any sliding second, and hardly fewer', async () => {
    const { clock, enter, through } = await twoASecond();
    for (let count = 0; count < 60; count += 1) void enter(`call ${count}`, { viewer: `${count % 5}` });
    await clock.advance(60_000);
    const times = through.map(([, at]) => at);
    expect(times).toHaveLength(60);
    expect(mostInASecond(times)).toBe(2);
    expect((times.length - 1) / ((times.at(-1) ?? 0) / 1000)).toBeGreaterThan(1.8);
  });

  it('keeps the rate with calls that come when they like', async () => {
    const { clock, enter, through } = await twoASecond();
    const gaps = [0, 10, 900, 1, 1, 2000, 530, 529, 5, 5, 5, 700, 60, 0, 0, 3000, 0];
    for (const [index, gap] of gaps.entries()) {
      await clock.advance(gap);
      void enter(`call ${index}`);
    }
    await clock.advance(20_000);
    expect(through.map(([name]) => name)).toEqual(gaps.map((_, index) => `call ${index}`));
    expect(mostInASecond(through.map(([, at]) => at))).toBeLessThanOrEqual(2);
  });

  it('keeps the rate when the wall clock steps', async () => {
    const { clock, enter, through } = await twoASecond();
    for (let count = 0; count < 6; count += 1) void enter(`call ${count}`);
    await clock.advance(600);
    clock.stepWall(-3_600_000);
    await clock.advance(600);
    clock.stepWall(7_200_000);
    await clock.advance(3000);
    expect(mostInASecond(through.map(([, at]) => at))).toBe(2);
    expect(through).toHaveLength(6);
  });

  it('starts as if a call had gone through when it says so', async () => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const gate = gateAt(clock);
    let isThrough = false;
    void gate.enter(callAt(), 'main').then(() => {
      isThrough = true;
    });
    await clock.advance(529);
    expect(isThrough).toBe(false);
    await clock.advance(1);
    expect(isThrough).toBe(true);
  });

  it('lets calls through in the order they came, the first one at once', async () => {
    const { clock, enter, through } = await twoASecond();
    for (const name of ['a', 'b', 'c']) void enter(name);
    await clock.advance(2000);
    expect(through).toEqual([
      ['a', 0],
      ['b', 530],
      ['c', 1060],
    ]);
  });

  it('refuses at once whose turn would come after the deadline, and says when to come again', async () => {
    const { clock, enter, through, start } = await twoASecond();
    const deadline = start + 1060;
    for (const name of ['a', 'b']) void enter(name, { deadline });
    const fault = await faultOf(enter('c', { deadline }));
    expect(fault).toMatchObject({ code: 'UPSTREAM_BUSY', detail: { account: 'main', retryAfterMs: 1060 } });
    await clock.advance(5000);
    expect(through.map(([name]) => name)).toEqual(['a', 'b']);
  });

  it('gives the place of one who leaves to those behind', async () => {
    const { clock, enter, through, start } = await twoASecond();
    const leaving = new AbortController();
    void enter('a');
    const left = enter('b', { signal: leaving.signal });
    void enter('c');
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    void enter('d', { deadline: start + 1061 });
    await clock.advance(5000);
    expect(through).toEqual([
      ['a', 0],
      ['c', 530],
      ['d', 1060],
    ]);
  });

  it('spends no turn on a call whose deadline passes while the timer is late', async () => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const lateClock = { ...clock, sleep: (ms: number) => clock.sleep(ms + 100) };
    const gate = gateAt(lateClock);
    const late = faultOf(gate.enter(callAt(noon, { deadline: 600 }), 'main'));
    let throughAt = 0;
    void gate.enter(callAt(), 'main').then(() => {
      throughAt = clock.elapsed();
    });
    await clock.advance(2000);
    expect((await late).code).toBe('DEADLINE_EXCEEDED');
    expect(throughAt).toBe(630);
  });

  it('lets everybody through at once when there is no limit', async () => {
    const clock = fakeClock('2026-11-20T12:00:00Z');
    const gate = gateAt(clock, Number.POSITIVE_INFINITY);
    await Promise.all(Array.from({ length: 100 }, () => gate.enter(callAt(), 'main')));
    expect(clock.elapsed()).toBe(0);
  });
});
