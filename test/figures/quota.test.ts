import { describe, expect, it } from 'vitest';
import type { ActionTrail, EventLookUp } from '../../src/model/action-trail.ts';
import type { Call } from '../../src/model/call.ts';
import { Fault } from '../../src/model/fault.ts';
import { callAt, granted, noon } from '../support/call.ts';
import { source } from '../support/events.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { stackOn } from '../support/stack.ts';
import { emptyPage, mostInASecond, type ScriptedUpstream, upstreamThat } from '../support/upstream.ts';

let asked = 0;

/** A question that nobody has asked before. */
function distinct(): EventLookUp {
  asked += 1;
  const end = noon / 1000 + asked;
  const window = { start: end - 60, end };
  return granted({ source, window, order: 'NEWEST_FIRST', conditions: [], from: null });
}

/** An upstream that takes 80 ms of virtual time, with a note of calls made for requests that were dead already. */
function slowUpstream(clock: FakeClock): ScriptedUpstream & { dead: () => number } {
  let dead = 0;
  const upstream = upstreamThat(clock, async (call) => {
    if (call.deadline <= clock.elapsed() || call.signal.aborted) dead += 1;
    await clock.sleep(80);
    return emptyPage;
  });
  return { ...upstream, dead: () => dead };
}

interface Outcomes {
  readonly answered: number[];
  readonly refused: Fault[];
}

/** Asks, and notes what became of it and after how long. */
function ask(actionTrail: ActionTrail, clock: FakeClock, outcomes: Outcomes, overrides: Partial<Call>): void {
  const began = clock.elapsed();
  const deadline = began + 10_000;
  actionTrail.lookUpEvents(distinct(), callAt(noon, { deadline, ...overrides })).then(
    () => outcomes.answered.push(clock.elapsed() - began),
    (error: unknown) => outcomes.refused.push(error as Fault),
  );
}

describe('the quota of an account', () => {
  it('is never exceeded and used to nine tenths: 1,000 questions at once, a restart, and clock steps', async () => {
    const clock = fakeClock(noon);
    const upstream = slowUpstream(clock);
    const outcomes: Outcomes = { answered: [], refused: [] };
    let process = { actionTrail: stackOn(upstream, clock), end: new AbortController() };
    for (let round = 0; round < 4; round += 1) {
      for (let count = 0; count < 1000; count += 1) {
        const { signal } = process.end;
        ask(process.actionTrail, clock, outcomes, { viewer: `${count % 10}`, signal });
      }
      await clock.advance(9000);
      clock.stepWall(round % 2 === 0 ? 3_600_000 : -7_200_000);
      if (round !== 1) continue;
      process.end.abort(new Fault('SHUTTING_DOWN', 'restart'));
      process = { actionTrail: stackOn(upstream, clock), end: new AbortController() };
    }
    await clock.advance(10_000);
    expect(mostInASecond(upstream.calledAt)).toBe(2);
    const [first = 0] = upstream.calledAt;
    const busyMs = (upstream.calledAt.at(-1) ?? 0) - first;
    expect((upstream.calledAt.length - 1) / (busyMs / 1000) / 2).toBeGreaterThanOrEqual(0.9);
    expect(outcomes.answered.length + outcomes.refused.length).toBe(4000);
    const codes = new Set(outcomes.refused.map(({ code }) => code));
    expect(codes).toEqual(new Set(['UPSTREAM_BUSY', 'SHUTTING_DOWN']));
  });

  it('is shared fairly: a flooder at 100 times its share does not disturb four polite viewers', async () => {
    const clock = fakeClock(noon);
    const upstream = slowUpstream(clock);
    const actionTrail = stackOn(upstream, clock);
    const flooder: Outcomes = { answered: [], refused: [] };
    const polite: Outcomes = { answered: [], refused: [] };
    let asks = 0;
    // Five viewers: a share is 0.38 calls a second. The polite ones ask every 3 s, each at a moment of their own.
    for (let tick = 0; tick < 600_000 / 25; tick += 1) {
      ask(actionTrail, clock, flooder, { viewer: 'flooder' });
      for (let viewer = 0; viewer < 4; viewer += 1) {
        if (tick % 120 !== viewer * 23) continue;
        asks += 1;
        ask(actionTrail, clock, polite, { viewer: `polite ${viewer}` });
      }
      await clock.advance(25);
    }
    await clock.advance(10_000);
    expect(polite.answered.length / asks).toBeGreaterThanOrEqual(0.99);
    expect(Math.max(...polite.answered)).toBeLessThan(10_000);
    expect(upstream.dead()).toBe(0);
    expect(mostInASecond(upstream.calledAt)).toBe(2);
    expect(upstream.calledAt.length / 1220).toBeGreaterThanOrEqual(0.9);
  });
});

describe('when everything fails', () => {
  it('no more than 1.1 calls are made for what is asked, and one, in any ten seconds', async () => {
    const clock = fakeClock(noon);
    const upstream = upstreamThat(clock, () => {
      throw new Fault('UPSTREAM_UNAVAILABLE', 'down');
    });
    const fast = { callsPerSecond: 1000, scope: 'account', reserve: 0, replicas: 1 } as const;
    const actionTrail = stackOn(upstream, clock, { rule: fast });
    const askedAt: number[] = [];
    const outcomes: Outcomes = { answered: [], refused: [] };
    for (let second = 0; second < 120; second += 1) {
      for (let count = 0; count < (second % 7) * 3; count += 1) {
        askedAt.push(clock.elapsed());
        ask(actionTrail, clock, outcomes, { viewer: `${count}` });
      }
      await clock.advance(1000);
    }
    for (const from of [...upstream.calledAt, ...askedAt]) {
      const within = (times: readonly number[]) =>
        times.filter((at) => at >= from && at < from + 10_000).length;
      expect(within(upstream.calledAt)).toBeLessThanOrEqual(1.1 * within(askedAt) + 1);
    }
  });

  it('1,000 calls that are stuck are all answered by their deadline', async () => {
    const clock = fakeClock(noon);
    const stuck = upstreamThat(clock, () => new Promise(() => undefined));
    const actionTrail = stackOn(stuck, clock);
    const outcomes: Outcomes = { answered: [], refused: [] };
    for (let count = 0; count < 1000; count += 1)
      ask(actionTrail, clock, outcomes, { viewer: `${count % 50}` });
    await clock.advance(10_000);
    expect(outcomes.refused).toHaveLength(1000);
    const codes = new Set(outcomes.refused.map(({ code }) => code));
    expect(codes).toEqual(new Set(['UPSTREAM_BUSY', 'DEADLINE_EXCEEDED']));
  });

  it('a client who leaves has nothing done for it any more', async () => {
    const clock = fakeClock(noon);
    const upstream = slowUpstream(clock);
    const actionTrail = stackOn(upstream, clock);
    const leaving = new AbortController();
    const outcomes: Outcomes = { answered: [], refused: [] };
    for (let count = 0; count < 10; count += 1) ask(actionTrail, clock, outcomes, { signal: leaving.signal });
    await clock.advance(1200);
    leaving.abort(new Error('gone'));
    await clock.advance(20_000);
    expect(upstream.calls).toHaveLength(2);
  });
});
