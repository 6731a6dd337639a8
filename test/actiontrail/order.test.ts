import { describe, expect, it } from 'vitest';
import type { EventLookUp } from '../../src/model/action-trail.ts';
import { Fault } from '../../src/model/fault.ts';
import { callAt, granted, noon } from '../support/call.ts';
import { eventAt, source } from '../support/events.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { pages, seenIn } from '../support/pages.ts';
import { stackOn } from '../support/stack.ts';
import { emptyPage, upstreamThat } from '../support/upstream.ts';
import { faultOf } from './support/wire.ts';

const now = noon / 1000;
const down = new Fault('UPSTREAM_UNAVAILABLE', 'down');
const lookUp = (end: number, length = 3600): EventLookUp =>
  granted({
    source,
    window: { start: end - length, end },
    order: 'NEWEST_FIRST',
    conditions: [],
    from: null,
  });

describe('the order of the layers', () => {
  it('remembers outside of the line: what is known does not wait', async () => {
    const clock = fakeClock(noon);
    const actionTrail = stackOn(upstreamThat(clock), clock);
    const first = actionTrail.lookUpEvents(lookUp(now - 7200), callAt());
    await clock.advance(530);
    await first;
    const call = callAt();
    await actionTrail.lookUpEvents(lookUp(now - 7200), call);
    expect([clock.elapsed(), call.tally.waitedMs]).toEqual([530, 0]);
  });

  it('retries inside of a shared call, and outside of the line: twins are tried again once, and that pays', async () => {
    const clock = fakeClock(noon);
    const upstream = upstreamThat(clock, () => {
      if (upstream.calls.length === 1) throw down;
      return emptyPage;
    });
    const actionTrail = stackOn(upstream, clock, { random: () => 0 });
    const twins = [callAt(), callAt()];
    const answers = twins.map((call) => actionTrail.lookUpEvents(lookUp(now - 7200), call));
    await clock.advance(530 + 600);
    await Promise.all(answers);
    expect(upstream.calledAt).toEqual([530, 1130]);
    expect(twins.map(({ tally }) => tally.upstreamCalls)).toEqual([2, 0]);
  });

  it('breaks outside of the line: who asks a broken source does not wait to be told', async () => {
    const clock = fakeClock(noon);
    const upstream = upstreamThat(clock, () => {
      throw down;
    });
    const actionTrail = stackOn(upstream, clock);
    for (let asked = 0; asked < 12; asked += 1) {
      void faultOf(actionTrail.lookUpEvents(lookUp(now - 7200 - asked), callAt()));
    }
    await clock.advance(9000);
    const began = clock.elapsed();
    expect((await faultOf(actionTrail.lookUpEvents(lookUp(now), callAt()))).message).toContain(
      'failed too often',
    );
    expect(clock.elapsed()).toBe(began);
  });

  it('splits outside of memory: each part of a long window is remembered as what it is', async () => {
    const clock = fakeClock(noon);
    const upstream = pages(seenIn(source, [eventAt(now - 70 * 86_400, 'b'), eventAt(now - 86_400, 'a')]));
    upstream.before = ({ window, from }) => {
      const asked = from?.window ?? window;
      if (asked.end - asked.start < 31 * 86_400) return;
      throw new Fault('UPSTREAM_REJECTED', 'too long', { upstreamCode: 'InvalidTimeRangeException' });
    };
    const actionTrail = stackOn(upstream, clock);
    const read = async (): Promise<string[]> => {
      const ids: string[] = [];
      for (let from: EventLookUp['from'] = null; ; ) {
        const page = actionTrail.lookUpEvents({ ...lookUp(now - 3600, 80 * 86_400), from }, callAt());
        await clock.advance(2000);
        const { events, next } = await page;
        ids.push(...events.map(({ eventId }) => eventId));
        if (next === null) return ids;
        from = next;
      }
    };
    expect(await read()).toEqual(['a', 'b']);
    expect(upstream.lookUps).toHaveLength(4);
    expect(await read()).toEqual(['a', 'b']);
    expect(upstream.lookUps).toHaveLength(4);
  });
});
