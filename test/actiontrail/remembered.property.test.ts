import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coalesced, remembered, split } from '../../src/actiontrail/index.ts';
import type { ActionTrail, Continuation, EventOrder, TimeWindow } from '../../src/model/action-trail.ts';
import { callAt, granted, noon } from '../support/call.ts';
import { eventAt, source } from '../support/events.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { pages, seenIn } from '../support/pages.ts';

const start = noon / 1000;
const settleDelaySeconds = 100;

interface Question {
  readonly window: TimeWindow;
  readonly order: EventOrder;
  /** How far it is read before the next one begins. */
  readonly pages: number;
}

const ask = {
  kind: fc.constant('ask' as const),
  length: fc.integer({ min: 1, max: 12 }).map((steps) => steps * 35),
  order: fc.constantFrom<EventOrder>('NEWEST_FIRST', 'OLDEST_FIRST'),
  pages: fc.integer({ min: 1, max: 12 }),
};

/** Time passes, events happen (some come late, but not later than the settle delay), somebody asks. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40 }).map((s) => s * 1000) }),
  fc.record({
    kind: fc.constant('happen' as const),
    ages: fc.array(fc.nat(95), { minLength: 5, maxLength: 60 }),
  }),
  // At fixed instants, so that windows meet again, and at instants counted from now.
  fc.record({ ...ask, end: fc.integer({ min: -10, max: 10 }).map((steps) => start + steps * 35) }),
  fc.record({ ...ask, age: fc.integer({ min: -2, max: 6 }).map((steps) => steps * 20) }),
);

/** What a reader gets, page by page, and the events that were there when the reading began and when it ended. */
async function read(actionTrail: ActionTrail, { window, order, pages: most }: Question) {
  const ids: string[] = [];
  let from: Continuation | null = null;
  for (let page = 0; page < most; page += 1) {
    const { events, next } = await actionTrail.lookUpEvents(
      granted({ source, window, order, conditions: [], from }),
      callAt(),
    );
    ids.push(...events.map(({ eventId }) => eventId));
    from = next;
    if (next === null) return { ids, isWhole: true };
  }
  return { ids, isWhole: false };
}

describe('memory', () => {
  it('never gives a wrong, partial or reordered answer, whatever was asked before', () => {
    // Six events in a second, five such seconds in 35.
    const history = Array.from({ length: 220 }, (_, index) =>
      eventAt(start - 420 + Math.floor(index / 30) * 35 + (Math.floor(index / 6) % 5), `h${index}`),
    );
    return fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const clock = fakeClock(noon);
        const upstream = pages(seenIn(source, history));
        const layers = remembered({ clock, settleDelaySeconds, maxBytes: 3e6, movingEdgeMs: 0 });
        const actionTrail = split()(layers(coalesced({ clock })(upstream)));
        let born = 0;
        for (const one of steps) {
          if (one.kind === 'wait') await clock.advance(one.ms);
          if (one.kind === 'happen') {
            const now = Math.floor(clock.now() / 1000);
            const fresh = one.ages.map((age) => eventAt(now - age, `n${++born}`));
            upstream.events = [...upstream.events, ...seenIn(source, fresh)].sort(
              (a, b) => a.event.second - b.event.second,
            );
          }
          if (one.kind !== 'ask') continue;
          const end = 'end' in one ? one.end : Math.floor(clock.now() / 1000) - one.age;
          const window = { start: end - one.length, end };
          const question = { window, order: one.order, pages: one.pages };
          const { ids, isWhole } = await read(actionTrail, question);
          const all = (await read(pages(upstream.events), { ...question, pages: 1000 })).ids;
          expect(ids).toEqual(isWhole ? all : all.slice(0, ids.length));
        }
      }),
      { numRuns: 400 },
    );
  });
});
