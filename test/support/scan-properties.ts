import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventOrder } from '../../src/model/action-trail.ts';
import type { EventConnection } from '../../src/model/connection.ts';
import { Fault } from '../../src/model/fault.ts';
import type { EventFilter } from '../../src/model/filter.ts';
import { eventKeyOf } from '../../src/model/global-id.ts';
import type { EventQuestion, PageArguments } from '../../src/model/question.ts';
import { documentedPairs } from '../../src/search/plan.ts';
import { matches, parseFilter } from '../../src/search/terms.ts';
import { callAt, noon } from './call.ts';
import { eventAt, sourceOf } from './events.ts';
import { type Pages, pages, refuseToken, type Seen } from './pages.ts';
import { searchOver } from './search.ts';

const now = noon / 1000;
const sources = [
  sourceOf('a', '11111', 'cn-beijing'),
  sourceOf('a', '11111', 'cn-hangzhou'),
  sourceOf('b', '22222', 'cn-hangzhou'),
];

/** Few values, so that filters match and seconds are shared. */
const anySeen = fc.record({
  place: fc.nat(sources.length - 1),
  offset: fc.oneof({ weight: 3, arbitrary: fc.nat(20_000) }, { weight: 2, arbitrary: fc.nat(6) }),
  eventName: fc.constantFrom('Create', 'Delete', 'List'),
  serviceName: fc.constantFrom('Ecs', 'Ram'),
  isGlobal: fc.boolean(),
  isFailed: fc.boolean(),
});
const anyEvents = fc.array(anySeen, { maxLength: 350, size: 'max' }).map(seenOf);
const anyOrder = fc.constantFrom<EventOrder>('NEWEST_FIRST', 'OLDEST_FIRST');
const anySizes = fc.array(fc.constantFrom(1, 3, 7, 49, 50, 51, 120, 200), { minLength: 1, maxLength: 3 });
const anyMatch = fc.oneof(
  fc.record({ eq: fc.constantFrom('Create', 'Ecs', 'List') }),
  fc.record({ in: fc.subarray(['Create', 'Delete', 'Ecs', 'Ram']) }),
  fc.record({ notIn: fc.subarray(['List', 'Ram']) }),
  fc.record({ startsWith: fc.constantFrom('C', 'E', '') }),
  fc.record({ exists: fc.boolean() }),
);

function filterOfDepth(depth: number): fc.Arbitrary<EventFilter> {
  const fields = {
    eventName: anyMatch,
    serviceName: anyMatch,
    outcome: fc.constantFrom<'SUCCESS' | 'FAILURE'>('SUCCESS', 'FAILURE'),
    isGlobal: fc.boolean(),
  };
  if (depth === 0) return fc.record(fields, { requiredKeys: [] });
  const nested = filterOfDepth(depth - 1);
  const combined = {
    and: fc.array(nested, { maxLength: 2 }),
    or: fc.array(nested, { maxLength: 3 }),
    not: nested,
  };
  return fc.oneof(
    fc.record(fields, { requiredKeys: [] }),
    fc.record({ eventName: anyMatch, ...combined }, { requiredKeys: [] }),
  );
}

const anyFilter = filterOfDepth(2).filter((filter) => JSON.stringify(filter).length < 900);

/** A global event shows in every region of its account. */
function seenOf(
  drawn: readonly { place: number; offset: number; isGlobal: boolean; isFailed: boolean }[],
): Seen[] {
  const sorted = drawn.toSorted((a, b) => b.offset - a.offset);
  return sorted.flatMap(({ place, offset, isFailed, ...rest }, index) => {
    const outcome = isFailed ? { outcome: 'FAILURE' as const, error: { code: 'No', message: null } } : {};
    const home = sources[place]!;
    const shown = rest.isGlobal ? sources.filter(({ accountId }) => accountId === home.accountId) : [home];
    const id = `e${String(index).padStart(3, '0')}`;
    return shown.map((source) => ({
      source,
      event: eventAt(now - 60 - offset, id, { ...rest, ...outcome }, source),
    }));
  });
}

/** The whole list by brute force: by time, then source, then ActionTrail's order; global events once. */
function model(seen: readonly Seen[], filter: EventFilter, order: EventOrder, mirrors = true): string[] {
  const expression = parseFilter(filter);
  const lists = sources.map((source) => {
    const own = seen.filter((one) => one.source === source).map(({ event }) => event);
    if (order === 'OLDEST_FIRST') return own;
    return mirrors ? own.reverse() : own.toSorted((a, b) => b.second - a.second);
  });
  const sign = order === 'OLDEST_FIRST' ? 1 : -1;
  const ids = lists.flat().toSorted((a, b) => sign * (a.second - b.second));
  return [...new Set(ids.filter((event) => matches(expression, event)).map(({ id }) => id))];
}

const question: EventQuestion = {
  sources: null,
  window: { pastSeconds: 86_400 },
  filter: {},
  order: 'NEWEST_FIRST',
  page: { first: null, after: null, last: null, before: null },
  budget: { maxUpstreamCalls: 40, maxWaitSeconds: null },
};

const idsOf = ({ edges }: EventConnection) => edges.map(({ node }) => node.id);

interface Walk {
  readonly upstream: Pages;
  readonly asked: Partial<EventQuestion>;
  readonly sizes?: readonly number[];
  readonly isBackwards?: boolean;
  readonly between?: (page: number) => void;
}

/** Follows the cursors to the end; every page is a request of its own, a minute later, on a fresh search. */
async function walk({ upstream, asked, sizes = [50], isBackwards = false, between = () => {} }: Walk) {
  const read: string[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < 2000; count += 1) {
    const size = sizes[count % sizes.length] ?? 50;
    const page: PageArguments = isBackwards
      ? { first: null, after: null, last: size, before: cursor }
      : { first: size, after: cursor, last: null, before: null };
    const search = searchOver(upstream, sources);
    const answer = await search.events({ ...question, ...asked, page }, callAt(noon + count * 60_000));
    if (isBackwards) read.unshift(...idsOf(answer));
    else read.push(...idsOf(answer));
    const { pageInfo } = answer;
    const next: string | null = isBackwards ? pageInfo.startCursor() : pageInfo.endCursor();
    if (answer.scan.progressed && answer.scan.state === 'STOPPED') expect(next).not.toBe(cursor);
    cursor = next;
    if (!(isBackwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return { read, last: answer };
    between(count);
  }
  throw new Error('The pages never end.');
}

/** Properties of `search` against a brute-force list; `times` says how hard to try. */
export function describeScanProperties(times: number): void {
  const runs = (numRuns: number) => ({ numRuns: numRuns * times });

  describe('for any filter, order, sources and page sizes', () => {
    it('the concatenated pages are the list', async () => {
      await fc.assert(
        fc.asyncProperty(anyEvents, anyFilter, anyOrder, anySizes, async (seen, filter, order, sizes) => {
          const { read, last } = await walk({ upstream: pages(seen), asked: { filter, order }, sizes });
          expect(read).toEqual(model(seen, filter, order));
          expect(last.scan).toMatchObject({ state: 'EXHAUSTED', missing: [] });
        }),
        runs(80),
      );
    });

    it('read backwards they are the same list, whatever ActionTrail does within a second', async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anyFilter,
          anyOrder,
          anySizes,
          fc.boolean(),
          async (seen, filter, order, sizes, mirrors) => {
            const upstream = Object.assign(pages(seen), { mirrorsSeconds: mirrors });
            const { read } = await walk({ upstream, asked: { filter, order }, sizes, isBackwards: true });
            expect(read).toEqual(model(seen, filter, order, mirrors));
          },
        ),
        runs(80),
      );
    });

    it('any two cursors bound a page on both sides', async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anyOrder,
          fc.nat(),
          fc.nat(),
          fc.boolean(),
          async (seen, order, one, two, isBackwards) => {
            const upstream = pages(seen);
            const search = searchOver(upstream, sources);
            const all = await search.events(
              { ...question, order, page: { ...question.page, first: 200 } },
              callAt(),
            );
            fc.pre(all.edges.length > 0);
            const [from, to] = [one % all.edges.length, two % all.edges.length].sort((a, b) => a - b) as [
              number,
              number,
            ];
            const bounds = { after: all.edges[from]!.cursor(), before: all.edges[to]!.cursor() };
            const page = isBackwards
              ? { first: null, last: 200, ...bounds }
              : { first: 200, last: null, ...bounds };
            const between = await search.events({ ...question, order, page }, callAt());
            expect(idsOf(between)).toEqual(idsOf(all).slice(from + 1, to));
          },
        ),
        runs(60),
      );
    });
  });

  describe('while things change', () => {
    it('pages go on when every token is refused', async () => {
      await fc.assert(
        fc.asyncProperty(anyEvents, anyOrder, anySizes, async (seen, order, sizes) => {
          const upstream = pages(seen);
          let isFirst = true;
          upstream.before = ({ from }) => {
            if (isFirst && from !== null) refuseToken();
            isFirst = false;
          };
          const restart = () => {
            isFirst = true;
          };
          const { read } = await walk({
            upstream,
            asked: { order, sources: [{ account: 'b' }] },
            sizes,
            between: restart,
          });
          expect(read).toEqual(
            model(
              seen.filter(({ source }) => source.account === 'b'),
              {},
              order,
            ),
          );
        }),
        runs(60),
      );
    });

    it('nothing passed is repeated and nothing that was there is lost while late events arrive', async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anySizes,
          anyOrder,
          fc.array(fc.nat(20_000), { maxLength: 15 }),
          async (seen, sizes, order, late) => {
            const upstream = pages(seen);
            const between = (page: number) => {
              const offset = late[page];
              const source = sources[page % sources.length]!;
              if (offset === undefined) return;
              upstream.events.push({ source, event: eventAt(now - 60 - offset, `late${page}`, {}, source) });
              upstream.events.sort((a, b) => a.event.second - b.event.second);
            };
            const { read } = await walk({ upstream, asked: { order }, sizes, between });
            const there = model(seen, {}, order);
            expect(new Set(read).size).toBe(read.length);
            expect(read.filter((id) => there.includes(id))).toEqual(there);
          },
        ),
        runs(60),
      );
    });
  });

  describe('when ActionTrail throttles now and then', () => {
    it('pages go on where they stopped: nothing twice, nothing lost, and progress means another cursor', async () => {
      const anyPauses = fc.array(fc.nat(40), { maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anyFilter,
          anyOrder,
          anySizes,
          anyPauses,
          fc.boolean(),
          async (seen, filter, order, sizes, pauses, isBackwards) => {
            const upstream = pages(seen);
            let call = 0;
            upstream.before = () => {
              call += 1;
              if (pauses.includes(call)) throw new Fault('UPSTREAM_THROTTLED', 'wait');
            };
            const { read } = await walk({ upstream, asked: { filter, order }, sizes, isBackwards });
            expect(read).toEqual(model(seen, filter, order));
          },
        ),
        runs(60),
      );
    });
  });

  describe('when a budget ends or a source fails', () => {
    it('going on from the cursor gives the whole list, however small the budget', async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anyFilter,
          anyOrder,
          fc.nat(3),
          fc.boolean(),
          async (seen, filter, order, calls, isBackwards) => {
            const budget = { maxUpstreamCalls: calls, maxWaitSeconds: null };
            const spread = seen.filter(
              (one, index) => seen.findIndex(({ event }) => event.second === one.event.second) > index - 20,
            );
            const { read } = await walk({
              upstream: pages(spread),
              asked: { filter, order, budget },
              isBackwards,
            });
            expect(read).toEqual(model(spread, filter, order));
          },
        ),
        runs(60),
      );
    });

    it('what is read and what is missing make the list', async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anyOrder,
          anySizes,
          fc.nat(2),
          fc.nat(6),
          async (seen, order, sizes, broken, after) => {
            const upstream = pages(seen);
            let count = 0;
            upstream.before = ({ source }) => {
              if (source !== sources[broken]) return;
              count += 1;
              if (count > after) throw new Fault('UPSTREAM_UNAVAILABLE', 'down');
            };
            const { read, last } = await walk({ upstream, asked: { order }, sizes });
            const isMissing = ({ source, event }: Seen) =>
              last.scan.missing.some(
                (gap) =>
                  gap.source === source && event.second >= gap.window.start && event.second < gap.window.end,
              );
            const all = model(seen, {}, order);
            const rest = model(
              seen.filter((one) => !isMissing(one)),
              {},
              order,
            );
            expect(rest.filter((id) => !read.includes(id))).toEqual([]);
            expect(read.every((id) => all.includes(id))).toBe(true);
            // The second in which a source broke off may have been given out in part.
            const edges = new Set(
              last.scan.missing.map(({ window }) =>
                order === 'OLDEST_FIRST' ? window.start : window.end - 1,
              ),
            );
            const twice = read.filter((id, index) => read.indexOf(id) !== index);
            expect(twice.filter((id) => !edges.has(eventKeyOf(id).second))).toEqual([]);
          },
        ),
        runs(60),
      );
    });
  });

  describe('no call', () => {
    it('ever leaves outside of the documented pairs', async () => {
      const isDocumented = (fields: readonly string[]) =>
        fields.length < 2 ||
        documentedPairs.some(
          ([first, partners]) => fields[0] === first && partners.some((name) => name === fields[1]),
        );
      await fc.assert(
        fc.asyncProperty(anyFilter, async (filter) => {
          const upstream = pages([]);
          await walk({ upstream, asked: { filter } });
          for (const { conditions } of upstream.lookUps) {
            expect(isDocumented(conditions.map(({ field }) => field))).toBe(true);
          }
        }),
        runs(200),
      );
    });
  });
}
