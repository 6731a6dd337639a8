import { describe, expect, it } from 'vitest';
import type { EventLookUp } from '../../src/model/action-trail.ts';
import type { Call, Tally } from '../../src/model/call.ts';
import { grantOf } from '../../src/model/grant.ts';
import { lasts } from '../../src/model/lasting.ts';
import type { EventQuestion } from '../../src/model/question.ts';
import { callAt, countsOf, noon } from '../support/call.ts';
import { eventAt } from '../support/events.ts';
import { searchOver } from '../support/search.ts';

const old = noon / 1000 - 7200;
const question: EventQuestion = {
  sources: null,
  window: { startMs: (old - 3600) * 1000, endMs: (old + 60) * 1000 },
  filter: {},
  order: 'NEWEST_FIRST',
  page: { first: 5, after: null, last: null, before: null },
  budget: { maxUpstreamCalls: null, maxWaitSeconds: null },
};

/** A search whose look-ups are answered by a memory, as `note` says; counts them. */
function open(note = (tally: Tally) => tally.countAvoided('memory'), keptPageBytes = 1e6) {
  let lookUps = 0;
  let elapsed = 0;
  const refuse = async () => Promise.reject(new Error('Nobody asks for jobs.'));
  const actionTrail = {
    lookUpEvents: async ({ source }: EventLookUp, { tally }: Call) => {
      lookUps += 1;
      tally.noteSource(source);
      note(tally);
      return { events: [eventAt(old, 'b'), eventAt(old - 1, 'a')], next: null };
    },
    getDeliveryJob: refuse,
    listDeliveryJobs: refuse,
  };
  const search = searchOver(actionTrail, undefined, { keptPageBytes, elapsed: () => elapsed });
  const ask = async (asked: Partial<EventQuestion> = {}, call = callAt()) => {
    const found = await search.events({ ...question, ...asked }, call);
    const { edges, pageInfo, [lasts]: isStillSo } = found;
    const scan = { ...found.scan, warnings: found.scan.warnings() };
    const cursors = [...edges.map(({ cursor }) => cursor()), pageInfo.startCursor(), pageInfo.endCursor()];
    return {
      ids: edges.map(({ node }) => node.eventId),
      cursors,
      scan,
      tally: countsOf(call.tally),
      isStillSo,
    };
  };
  const pass = (ms: number) => {
    elapsed += ms;
  };
  return { ask, lookUps: () => lookUps, pass };
}

describe('a page of settled events from memory', () => {
  it('is made once, and told the second time as it was the first', async () => {
    const { ask, lookUps } = open();
    const [{ isStillSo: _none, ...first }, { isStillSo: _until, ...second }] = [await ask(), await ask()];
    expect(second).toEqual(first);
    expect(lookUps()).toBe(1);
  });

  it('tells warnings and what is settled as of now', async () => {
    const { ask } = open();
    await ask();
    const { scan } = await ask({}, callAt(noon + 5000));
    expect(scan.settledBefore).toBe(noon / 1000 + 5 - 900);
  });

  it.each<[string, Partial<EventQuestion>, Partial<Call>]>([
    ['another grant', {}, { grant: grantOf({ services: ['Ecs'] }) }],
    ['another page size', { page: { ...question.page, first: 1 } }, {}],
    ['another filter', { filter: { isSensitive: true } }, {}],
    ['another window', { window: { ...question.window, settledOnly: true } }, {}],
    ['a grant that does not reach as far back', {}, { grant: grantOf({ pastSeconds: 7300 }) }],
  ])('is made again for %s', async (_what, asked, overrides) => {
    const { ask, lookUps } = open();
    await ask();
    await ask(asked, callAt(noon, overrides));
    expect(lookUps()).toBe(2);
  });

  it('is made again when a relative window means other instants', async () => {
    const { ask, lookUps } = open();
    const window = { pastSeconds: 86_400 };
    await ask({ window });
    await ask({ window }, callAt(noon + 30_000));
    expect(lookUps()).toBe(2);
  });

  it('is made again after a minute', async () => {
    const { ask, lookUps, pass } = open();
    await ask();
    pass(60_000);
    await ask();
    expect(lookUps()).toBe(2);
  });
});

describe('a page that is recalled', () => {
  const recalled = async (asked: Partial<EventQuestion> = {}) => {
    const { ask, pass } = open();
    await ask(asked);
    const { isStillSo = expect.fail('it does not say how long it lasts') } = await ask(asked);
    return { isStillSo, pass };
  };

  it('lasts for the rest of its minute', async () => {
    const { isStillSo, pass } = await recalled();
    pass(59_999);
    expect(isStillSo(callAt(noon + 59_999))).toBe(true);
    pass(1);
    expect(isStillSo(callAt(noon + 60_000))).toBe(false);
  });

  it('does not last where its window means other instants, or nobody can reach as far back', async () => {
    const { isStillSo } = await recalled({ window: { pastSeconds: 86_400 } });
    expect(isStillSo(callAt(noon))).toBe(true);
    expect(isStillSo(callAt(noon + 30_000))).toBe(false);
    const whole = await recalled();
    expect(whole.isStillSo(callAt(noon, { grant: grantOf({ pastSeconds: 7300 }) }))).toBe(false);
  });

  it('is none that was just made', async () => {
    const { ask } = open();
    expect((await ask()).isStillSo).toBeUndefined();
  });
});

describe('a page is made again', () => {
  it.each<[string, (tally: Tally) => void]>([
    ['where a call was made for it', (tally) => tally.countCall()],
    ['where somebody else had a call under way', (tally) => tally.countAvoided('coalescing')],
    [
      'where some of it may still change',
      (tally) => {
        tally.countAvoided('memory');
        tally.noteReadAt(noon);
      },
    ],
  ])('%s', async (_what, note) => {
    const { ask, lookUps } = open(note);
    await ask();
    await ask();
    expect(lookUps()).toBe(2);
  });

  it('where nothing is to be kept', async () => {
    const { ask, lookUps } = open(undefined, 0);
    await ask();
    await ask();
    expect(lookUps()).toBe(2);
  });
});
