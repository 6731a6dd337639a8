import { describe, expect, it } from 'vitest';
import { openGate } from '../../src/actiontrail/gate.ts';
import type { Call } from '../../src/model/call.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { faultOf } from './support/wire.ts';

/** A gate of one call a second (1060 ms apart), already open, and who went through when. */
async function oneASecond() {
  const clock = fakeClock(noon);
  const gate = openGate({
    callsPerSecond: 1,
    clock,
    lastTurn: clock.elapsed(),
    maxWaitingPerViewer: 2,
    maxWaiting: 3,
  });
  await clock.advance(1060);
  const start = clock.elapsed();
  const through: string[] = [];
  const enter = (name: string, overrides: Partial<Call> = {}) =>
    gate.enter(callAt(noon, { viewer: name.slice(0, 1), ...overrides }), 'main').then(() => {
      through.push(name);
    });
  return { clock, gate, start, through, enter };
}

describe('a line that is served', () => {
  it('takes viewers in turns, and interactive calls before the background', async () => {
    const { clock, enter, through } = await oneASecond();
    for (const name of ['a1', 'a2', 'a3']) void enter(name);
    await clock.advance(1);
    void enter('b1', { priority: 'background' });
    void enter('c1').catch(() => undefined);
    await clock.advance(10_000);
    expect(through).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('is no longer than its bounds, for one viewer and for all, and says when to come again', async () => {
    const { enter } = await oneASecond();
    void enter('a1');
    void enter('a2');
    void enter('a3');
    expect(await faultOf(enter('a4'))).toMatchObject({
      code: 'UPSTREAM_BUSY',
      detail: { retryAfterMs: 3180 },
    });
    void enter('b1');
    expect(await faultOf(enter('c1'))).toMatchObject({ code: 'UPSTREAM_BUSY' });
  });

  it('refuses whom others have pushed back behind the deadline as soon as that is so', async () => {
    const { clock, start, enter, through } = await oneASecond();
    void enter('a1');
    void enter('a2', { deadline: start + 2500 });
    const pushed = faultOf(enter('a3', { deadline: start + 3000 }));
    void enter('b1', { deadline: start + 1500 });
    expect((await pushed).code).toBe('UPSTREAM_BUSY');
    await clock.advance(10_000);
    expect(through).toEqual(['a1', 'b1', 'a2']);
  });

  it('makes no call that could not be over in time, by how long calls take', async () => {
    const { clock, gate, enter, start } = await oneASecond();
    await enter('a1');
    await clock.advance(400);
    gate.answered(start);
    const tooLate = faultOf(enter('a2', { deadline: start + 1459 }));
    expect((await tooLate).code).toBe('UPSTREAM_BUSY');
    void enter('a3', { deadline: start + 1461 });
    expect(gate.state().waiting).toBe(1);
  });

  it('gives the place of one who leaves to the others', async () => {
    const { clock, enter, through } = await oneASecond();
    const leaving = new AbortController();
    void enter('a1');
    const left = enter('a2', { signal: leaving.signal });
    void enter('a3');
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    void enter('a4');
    await clock.advance(10_000);
    expect(through).toEqual(['a1', 'a3', 'a4']);
  });

  it('tells the tally how long it took and what is left', async () => {
    const { clock, enter } = await oneASecond();
    const call = callAt();
    void enter('a1');
    const second = enter('a2', { tally: call.tally });
    await clock.advance(1060);
    await second;
    expect(call.tally).toMatchObject({ waitedMs: 1060, quotaLeft: 9 });
  });
});

describe('a gate whose calls leave late', () => {
  it('counts from when they were written, and gives nobody else a turn before', async () => {
    const { clock, gate, enter, through } = await oneASecond();
    await enter('a1');
    const hold = gate.hold();
    void enter('a2');
    await clock.advance(1500);
    expect(through).toEqual(['a1']);
    hold.written();
    await clock.advance(1059);
    expect(through).toEqual(['a1']);
    await clock.advance(1);
    expect(through).toEqual(['a1', 'a2']);
  });

  it('gives turns again when one fails before it is written', async () => {
    const { clock, gate, enter, through } = await oneASecond();
    await enter('a1');
    const hold = gate.hold();
    void enter('a2');
    await clock.advance(1500);
    hold.end();
    await clock.advance(1);
    expect(through).toEqual(['a1', 'a2']);
  });
});

describe('a gate that is throttled', () => {
  it('widens the interval once for calls that were under way together, and recovers', async () => {
    const { gate, clock, start } = await oneASecond();
    gate.throttled(start, 0);
    await clock.advance(1);
    gate.throttled(start, 0);
    expect(gate.state()).toMatchObject({ callsPerSecond: 0.5, isThrottled: true });
    gate.throttled(clock.elapsed(), 0);
    expect(gate.state().callsPerSecond).toBe(0.25);
    for (let answer = 0; answer < 12; answer += 1) gate.answered(clock.elapsed());
    expect(gate.state()).toMatchObject({ callsPerSecond: 1, isThrottled: false });
  });

  it('pauses for as long as it was told, but a minute at the most', async () => {
    const { gate, start } = await oneASecond();
    gate.throttled(start, 5000);
    expect(gate.state().estimatedWaitMs).toBe(5000);
    gate.throttled(start, 3_600_000);
    expect(gate.state().estimatedWaitMs).toBe(60_000);
  });

  it('refuses at once who would wait too long by now', async () => {
    const { gate, start, enter } = await oneASecond();
    void enter('a1');
    const waiting = faultOf(enter('a2', { deadline: start + 3000 }));
    gate.throttled(start, 5000);
    expect(await waiting).toMatchObject({ code: 'UPSTREAM_BUSY', detail: { retryAfterMs: 5000 } });
  });
});
