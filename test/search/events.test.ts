import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventOrder } from '../../src/model/action-trail.ts';
import type { EventConnection } from '../../src/model/connection.ts';
import type { AuditEvent } from '../../src/model/event.ts';
import type { EventQuestion } from '../../src/model/question.ts';
import { createSealer, createSearch } from '../../src/search/index.ts';
import { callAt, noon } from '../support/call.ts';
import { eventAt, source } from '../support/events.ts';
import { type Pages, pages, refuseToken } from '../support/pages.ts';

const second = noon / 1000;
const sealer = createSealer([Buffer.alloc(32, 7)]);

function searchOver(actionTrail: Pages, keys = sealer) {
  return createSearch({ actionTrail, sources: [source], sealer: keys, settleDelaySeconds: 900 });
}

const question: EventQuestion = {
  sources: null,
  window: { pastSeconds: 86_400 },
  filter: {},
  order: 'NEWEST_FIRST',
  first: null,
  after: null,
};

/** Events given as offsets before noon, in any order; several may share a second. */
function eventsBefore(offsets: readonly number[]): AuditEvent[] {
  return offsets
    .toSorted((a, b) => b - a)
    .map((offset, index) => eventAt(second - 60 - offset, `e${String(index).padStart(4, '0')}`));
}

const ids = (events: readonly AuditEvent[]) => events.map(({ eventId }) => eventId);
const idsOf = ({ edges }: EventConnection) => edges.map(({ node }) => node.eventId);
const expected = (events: readonly AuditEvent[], order: EventOrder) =>
  ids(order === 'OLDEST_FIRST' ? events : events.toReversed());

/** Follows endCursor to the end; every page is a request of its own, a minute apart. */
async function readAll(
  actionTrail: Pages,
  order: EventOrder,
  sizes: readonly number[],
  between: (page: number) => void = () => {},
) {
  const read: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 1000; page += 1) {
    const first = sizes[page % sizes.length] ?? 50;
    const call = callAt(noon + page * 60_000);
    const connection = await searchOver(actionTrail).events({ ...question, order, first, after }, call);
    read.push(...idsOf(connection));
    after = connection.pageInfo.endCursor() ?? after;
    if (!connection.pageInfo.hasNextPage) return read;
    between(page);
  }
  throw new Error('The pages never end.');
}

const anyOffsets = fc.array(fc.oneof(fc.nat(80_000), fc.nat(5)), { maxLength: 400, size: 'max' });
const anySizes = fc.array(fc.constantFrom(1, 2, 7, 49, 50, 51, 100, 200), { minLength: 1, maxLength: 4 });
const anyOrder = fc.constantFrom<EventOrder>('NEWEST_FIRST', 'OLDEST_FIRST');

describe('pages of any size', () => {
  it('concatenate to the same list', async () => {
    await fc.assert(
      fc.asyncProperty(anyOffsets, anySizes, anyOrder, async (offsets, sizes, order) => {
        const events = eventsBefore(offsets);
        expect(await readAll(pages(events), order, sizes)).toEqual(expected(events, order));
      }),
      { numRuns: 60 },
    );
  });

  it('concatenate to the same list when every token is refused', async () => {
    await fc.assert(
      fc.asyncProperty(anyOffsets, anyOrder, async (offsets, order) => {
        const events = eventsBefore(offsets);
        const upstream = pages(events);
        let isFirstLookUp = true;
        upstream.before = ({ from }) => {
          if (isFirstLookUp && from !== null) refuseToken();
          isFirstLookUp = false;
        };
        const read = await readAll(upstream, order, [30], () => {
          isFirstLookUp = true;
        });
        expect(read).toEqual(expected(events, order));
      }),
      { numRuns: 40 },
    );
  });

  it('repeat nothing and lose nothing that was there while late events arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyOffsets,
        anySizes,
        fc.array(fc.nat(80_000), { maxLength: 20 }),
        async (offsets, sizes, late) => {
          const there = eventsBefore(offsets);
          const upstream = pages(there);
          const read = await readAll(upstream, 'NEWEST_FIRST', sizes, (page) => {
            const offset = late[page];
            if (offset === undefined) return;
            upstream.events.push(eventAt(second - 60 - offset, `late${page}`));
            upstream.events.sort((a, b) => a.second - b.second);
          });
          expect(new Set(read).size).toBe(read.length);
          expect(read.filter((id) => !id.startsWith('late'))).toEqual(expected(there, 'NEWEST_FIRST'));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what a page costs', () => {
  const many = eventsBefore(Array.from({ length: 420 }, (_, index) => index * 100));

  it('is one call for the newest 50, and one for each next 50', async () => {
    const upstream = pages(many);
    const first = await searchOver(upstream).events(question, callAt());
    expect(first.scan).toMatchObject({ state: 'PAGE_FULL', examined: 50, upstreamCalls: 1 });
    const after = first.pageInfo.endCursor();
    const second = await searchOver(upstream).events({ ...question, after }, callAt());
    expect(second.scan.upstreamCalls).toBe(1);
    expect(second.pageInfo.hasPreviousPage).toBe(true);
  });

  it('is one call where the next page lies within the same upstream page', async () => {
    const upstream = pages(many);
    const { edges } = await searchOver(upstream).events({ ...question, first: 3 }, callAt());
    const next = { ...question, first: 7, after: edges[1]?.cursor() ?? null };
    expect((await searchOver(upstream).events(next, callAt())).scan.upstreamCalls).toBe(1);
  });

  it('is four calls for 200 and none for 0', async () => {
    const all = await searchOver(pages(many)).events({ ...question, first: 200 }, callAt());
    expect(all.scan.upstreamCalls).toBe(4);
    const nothing = await searchOver(pages(many)).events({ ...question, first: 0 }, callAt());
    expect(nothing.scan).toMatchObject({ state: 'PAGE_FULL', examined: 0, upstreamCalls: 0 });
    expect(nothing.pageInfo.hasNextPage).toBe(true);
  });

  it('stays the same in the middle of a second with hundreds of events', async () => {
    const upstream = pages(eventsBefore([...Array(300).fill(50), 10, 20, 90]));
    const first = await searchOver(upstream).events({ ...question, first: 120 }, callAt());
    const next = { ...question, first: 50, after: first.pageInfo.endCursor() };
    const page = await searchOver(upstream).events(next, callAt());
    expect(page.scan.upstreamCalls).toBe(2);
    expect(page.edges).toHaveLength(50);
  });
});

describe('a page that meets a fault', () => {
  it('keeps what was read, says STOPPED and goes on from there', async () => {
    const events = eventsBefore(Array.from({ length: 130 }, (_, index) => index));
    const upstream = pages(events);
    upstream.before = ({ from }) => {
      if (from !== null && upstream.lookUps.length === 3) refuseToken();
    };
    const broken = await searchOver(upstream).events({ ...question, first: 200 }, callAt());
    expect(broken.scan.state).toBe('STOPPED');
    expect(broken.edges).toHaveLength(100);
    const rest = await searchOver(upstream).events(
      { ...question, after: broken.pageInfo.endCursor() },
      callAt(),
    );
    expect([...idsOf(broken), ...idsOf(rest)]).toEqual(expected(events, 'NEWEST_FIRST'));
  });

  it('is no answer when nothing was read', async () => {
    const upstream = pages([]);
    upstream.before = refuseToken;
    await expect(searchOver(upstream).events(question, callAt())).rejects.toMatchObject({
      code: 'UPSTREAM_REJECTED',
    });
  });
});

describe('the retention', () => {
  it('clips a window and says so, and later drops the token of a cursor whose start has expired', async () => {
    const daysBack = (days: number) => eventAt(second - days * 86_400, `d${days}`);
    const upstream = pages(Array.from({ length: 100 }, (_, index) => daysBack(99 - index)));
    const asked = { ...question, window: { pastSeconds: 100 * 86_400 } };
    const first = await searchOver(upstream).events(asked, callAt());
    expect(first.scan.warnings.map(({ code }) => code)).toEqual(['WINDOW_CLIPPED_TO_RETENTION']);
    expect(idsOf(first).at(-1)).toBe('d50');
    const later = callAt(noon + 2 * 86_400_000);
    const rest = await searchOver(upstream).events({ ...asked, after: first.pageInfo.endCursor() }, later);
    expect(idsOf(rest)).toEqual(Array.from({ length: 37 }, (_, index) => `d${51 + index}`));
    expect(upstream.lookUps.at(-1)?.from).toBeNull();
    expect(rest.scan).toMatchObject({
      state: 'EXHAUSTED',
      warnings: [{ code: 'WINDOW_CLIPPED_TO_RETENTION' }],
    });
  });
});

describe('event(id)', () => {
  it('is one narrow look-up, and null without a call beyond the retention', async () => {
    const upstream = pages([eventAt(second - 500, 'x')]);
    const key = {
      accountId: source.accountId,
      region: source.region,
      second: second - 500,
      hasTime: true,
      eventId: 'x',
    };
    expect((await searchOver(upstream).event(key, callAt()))?.eventId).toBe('x');
    expect(upstream.lookUps[0]?.window).toEqual({ start: second - 500, end: second - 499 });
    expect(await searchOver(upstream).event({ ...key, region: 'cn-beijing' }, callAt())).toBeNull();
    expect(await searchOver(upstream).event({ ...key, second: second - 95 * 86_400 }, callAt())).toBeNull();
    expect(upstream.lookUps).toHaveLength(1);
  });

  it('finds an event without a time by its id alone and keeps the id it was asked for', async () => {
    const upstream = pages([eventAt(second - 5000, 'x', { eventTime: null })]);
    const key = {
      accountId: source.accountId,
      region: source.region,
      second: second - 400,
      hasTime: false,
      eventId: 'x',
    };
    const event = await searchOver(upstream).event(key, callAt());
    expect(event).toMatchObject({ eventId: 'x', second: second - 400 });
  });
});
