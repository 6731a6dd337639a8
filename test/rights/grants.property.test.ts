import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventOrder } from '../../src/model/action-trail.ts';
import type { EventFilter } from '../../src/model/filter.ts';
import { eventKeyOf } from '../../src/model/global-id.ts';
import { type Grant, grantOf, maySee, openGrant } from '../../src/model/grant.ts';
import type { EventQuestion } from '../../src/model/question.ts';
import { granted } from '../../src/rights/index.ts';
import type { Search } from '../../src/search/index.ts';
import { callAt, noon } from '../support/call.ts';
import { eventAt, sourceOf } from '../support/events.ts';
import { pages, type Seen } from '../support/pages.ts';
import { searchOver } from '../support/search.ts';

const day = 86_400;
const now = noon / 1000;
const sources = [
  sourceOf('a', '11111', 'cn-beijing'),
  sourceOf('a', '11111', 'cn-hangzhou'),
  sourceOf('b', '22222', 'cn-hangzhou'),
];
const names = ['Ecs', 'Ram', 'Oss', null];

const anySeen = fc.record({
  place: fc.nat(2),
  age: fc.oneof(fc.nat(20_000), fc.nat(80 * day)),
  serviceName: fc.constantFrom(...names),
  eventName: fc.constantFrom('Create', 'List'),
  isGlobal: fc.boolean(),
});
const anyEvents = fc.array(anySeen, { maxLength: 150, size: 'max' }).map((drawn): Seen[] =>
  drawn
    .toSorted((x, y) => y.age - x.age)
    .flatMap(({ place, age, isGlobal, ...rest }, index) => {
      const home = sources[place]!;
      const shown = isGlobal ? sources.filter(({ accountId }) => accountId === home.accountId) : [home];
      return shown.map((source) => ({
        source,
        event: eventAt(now - 60 - age, `e${index}`, { ...rest, isGlobal }, source),
      }));
    }),
);
const anyGrant: fc.Arbitrary<Grant> = fc
  .record({
    accounts: fc.option(fc.subarray(['a', 'b'])),
    regions: fc.option(fc.subarray(['cn-beijing', 'cn-hangzhou'])),
    services: fc.option(fc.subarray(['Ecs', 'Ram', 'Oss'])),
    pastSeconds: fc.option(fc.constantFrom(3600, day, 30 * day)),
  })
  .map((limits) => grantOf(limits));
const anyFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    serviceName: fc.constantFrom(
      { eq: 'Ecs' },
      { in: ['Ram', 'Oss'] },
      { notIn: ['Ram'] },
      { exists: false },
    ),
    eventName: fc.constantFrom({ eq: 'Create' }, { startsWith: 'L' }),
    isGlobal: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyOrder = fc.constantFrom<EventOrder>('NEWEST_FIRST', 'OLDEST_FIRST');

/** The events that a grant allows, told without any of the code under test. */
function allowed(seen: readonly Seen[], { accounts, regions, services, pastSeconds }: Grant): Seen[] {
  return seen.filter(
    ({ source, event }) =>
      (accounts === null || accounts.includes(source.account)) &&
      (regions === null || regions.includes(source.region)) &&
      (services === null || services.some((name) => name === event.serviceName)) &&
      (pastSeconds === null || event.second >= now - pastSeconds),
  );
}

const question: EventQuestion = {
  sources: null,
  window: { pastSeconds: 89 * day },
  filter: {},
  order: 'NEWEST_FIRST',
  page: { first: 30, after: null, last: null, before: null },
  budget: { maxUpstreamCalls: 40, maxWaitSeconds: null },
};

async function read(
  search: Search,
  asked: Partial<EventQuestion>,
  grant: Grant,
  after: string | null = null,
) {
  const ids: string[] = [];
  for (let cursor = after, count = 0; count < 100; count += 1) {
    const page = { ...question.page, after: cursor };
    const answer = await search.events({ ...question, ...asked, page }, callAt(noon, { grant }));
    ids.push(...answer.edges.map(({ node }) => `${node.id} ${node.seenIn.map(({ id }) => id)}`));
    cursor = answer.pageInfo.endCursor();
    if (!answer.pageInfo.hasNextPage) return { ids, last: answer };
  }
  throw new Error('The pages never end.');
}

/** Two gateways: one with everything and a grant, one on a world in which nothing else exists. */
function worlds(seen: readonly Seen[], grant: Grant) {
  const visible = sources.filter((source) => maySee(grant, source));
  const whole = pages(seen);
  return {
    whole,
    visible,
    search: searchOver(granted(whole), sources),
    alone: searchOver(granted(pages(allowed(seen, grant))), visible),
  };
}

const runs = { numRuns: 150 };

describe('for any grant and question', () => {
  it('the pages and the count are those of a world in which nothing else exists', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, anyGrant, anyFilter, anyOrder, async (seen, grant, filter, order) => {
        const { search, alone, visible } = worlds(seen, grant);
        fc.pre(visible.length > 0);
        const asked = { filter, order };
        expect((await read(search, asked, grant)).ids).toEqual((await read(alone, asked, openGrant)).ids);
        const counted = (one: Search, of: Grant) =>
          one.eventCount({ ...question, filter }, callAt(noon, { grant: of }));
        const { count, relation, scan } = await counted(search, grant);
        const expected = await counted(alone, openGrant);
        expect({ count, relation, missing: scan.missing }).toEqual({
          count: expected.count,
          relation: expected.relation,
          missing: [],
        });
        expect(scan.examined).toBeLessThanOrEqual(allowed(seen, grant).length);
      }),
      runs,
    );
  });

  it('an event is found by its ids if and only if it is granted, and what is not costs no call where that is known', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, anyGrant, async (seen, grant) => {
        const { search, visible, whole } = worlds(seen, grant);
        fc.pre(visible.length > 0);
        const may = new Set(allowed(seen, grant).map(({ event }) => event.id));
        for (const { source, event } of seen.slice(0, 8)) {
          whole.lookUps = [];
          const call = callAt(noon, { grant });
          expect((await search.event(eventKeyOf(event.id), call))?.id ?? null).toBe(
            may.has(event.id) ? event.id : null,
          );
          if (!maySee(grant, source) && !event.isGlobal) expect(whole.lookUps).toEqual([]);
          const byEventId = { eventId: event.eventId, window: null, sources: null };
          const found = await search.eventByEventId(byEventId, callAt(noon, { grant }));
          expect(found?.eventId ?? null).toBe(may.has(event.id) ? event.eventId : null);
        }
      }),
      runs,
    );
  });

  it("somebody else's cursor shows what is one's own, or nothing", async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, anyGrant, anyOrder, async (seen, grant, order) => {
        const { search, visible } = worlds(seen, grant);
        fc.pre(visible.length > 0);
        const theirs = await search.events(
          { ...question, order, page: { ...question.page, first: 5 } },
          callAt(),
        );
        const cursor = theirs.pageInfo.endCursor();
        fc.pre(cursor !== null);
        const own = new Set((await read(search, { order }, grant)).ids);
        const behind = await read(search, { order }, grant, cursor).catch((error) => error.code);
        if (behind === 'INVALID_CURSOR') expect(visible.length).toBeLessThan(sources.length);
        else for (const id of behind.ids) expect(own).toContain(id);
      }),
      runs,
    );
  });

  it('what others read is not told by estimates or suggestions', async () => {
    const seen = [
      { source: sources[0]!, event: eventAt(now - 60, 'e', { serviceName: 'TopSecret' }, sources[0]!) },
    ];
    const { search } = worlds(seen, openGrant);
    const scope = { sources: null, window: {}, filter: { serviceName: { eq: 'topsecret' } } };
    await search.events({ ...question, sources: null }, callAt());
    const told = (grant: Grant) => JSON.stringify(search.explainEvents(scope, callAt(noon, { grant })));
    expect(told(openGrant)).toContain('TopSecret');
    const small = grantOf({ services: ['Ecs'] });
    expect(told(small)).not.toContain('TopSecret');
    const estimate = search.explainEvents({ ...scope, filter: {} }, callAt(noon, { grant: small }));
    expect(estimate.estimatedCalls).toBeNull();
  });
});
