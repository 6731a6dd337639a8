import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/model/event.ts';
import { Fault } from '../../src/model/fault.ts';
import { silent } from '../../src/model/observer.ts';
import type { EventQuestion, PageArguments } from '../../src/model/question.ts';
import type { Source } from '../../src/model/source.ts';
import { callAt, noon } from '../support/call.ts';
import { eventAt, source, sourceOf } from '../support/events.ts';
import { pages, refuseToken } from '../support/pages.ts';
import { searchOver } from '../support/search.ts';

const now = noon / 1000;
const page: PageArguments = { first: null, after: null, last: null, before: null };
const question: EventQuestion = {
  sources: null,
  window: { pastSeconds: 86_400 },
  filter: {},
  order: 'NEWEST_FIRST',
  page,
  budget: { maxUpstreamCalls: null, maxWaitSeconds: null },
};

const seen = (events: readonly AuditEvent[], by: Source = source) =>
  events.map((event) => ({ source: by, event }));

/** `count` events, `apart` seconds apart, the newest a minute old; oldest first. */
function spread(count: number, apart: number, by: Source = source, overrides: Partial<AuditEvent> = {}) {
  const events = Array.from({ length: count }, (_, index) =>
    eventAt(now - 60 - index * apart, `${by.account}-${by.region}-${index}`, overrides, by),
  );
  return seen(events.reverse(), by);
}

const eight = ['a', 'b'].flatMap((account) =>
  ['r1', 'r2', 'r3', 'r4'].map((region) => sourceOf(account, account === 'a' ? '11111' : '22222', region)),
);

describe('what a page costs', () => {
  it('one call for the newest 50 of one source, and one for each next 50', async () => {
    const upstream = pages(spread(420, 100));
    const first = await searchOver(upstream).events(question, callAt());
    expect(first.scan).toMatchObject({ state: 'PAGE_FULL', examined: 50, upstreamCalls: 1 });
    const next = { ...question, page: { ...page, after: first.pageInfo.endCursor() } };
    expect((await searchOver(upstream).events(next, callAt())).scan.upstreamCalls).toBe(1);
  });

  it('one call per source for the newest 50 over 8 sources, and at most as many for the next', async () => {
    const upstream = pages(eight.flatMap((one, index) => spread(300, 90 + index, one)));
    const first = await searchOver(upstream, eight).events(question, callAt());
    expect(first.scan).toMatchObject({ state: 'PAGE_FULL', upstreamCalls: 8 });
    const next = { ...question, page: { ...page, after: first.pageInfo.endCursor() } };
    expect((await searchOver(upstream, eight).events(next, callAt())).scan.upstreamCalls).toBeLessThanOrEqual(
      8,
    );
  });

  it('one call per source for the last 50 of 90 days', async () => {
    const upstream = pages(eight.flatMap((one, index) => spread(300, 9000 + index, one)));
    const asked = { ...question, window: { pastSeconds: 40 * 86_400 }, page: { ...page, last: 50 } };
    const { scan, edges } = await searchOver(upstream, eight).events(asked, callAt());
    expect(edges).toHaveLength(50);
    expect(scan.upstreamCalls).toBe(8);
  });

  it('never more than the events in the window divided by 50 for what only the gateway can match', async () => {
    const upstream = pages(spread(420, 100));
    const asked = { ...question, filter: { eventName: { contains: 'nothing like it' } } };
    const { scan } = await searchOver(upstream).events(asked, callAt());
    expect(scan).toMatchObject({ state: 'EXHAUSTED', examined: 420, upstreamCalls: 9, missing: [] });
  });

  it('no call for an empty page, an impossible filter and a plan', async () => {
    const upstream = pages(spread(10, 100));
    const none = await searchOver(upstream).events({ ...question, page: { ...page, first: 0 } }, callAt());
    expect(none.scan).toMatchObject({ state: 'PAGE_FULL', upstreamCalls: 0 });
    const impossible = await searchOver(upstream).events({ ...question, filter: { or: [] } }, callAt());
    expect(impossible.scan).toMatchObject({ state: 'EXHAUSTED', upstreamCalls: 0 });
    searchOver(upstream).explainEvents(question, callAt());
    expect(upstream.lookUps).toEqual([]);
  });
});

describe('what an order within a second costs', () => {
  const pairs = () =>
    seen(
      Array.from({ length: 120 }, (_, index) =>
        eventAt(now - 60 - (index >> 1), `e${String(index).padStart(3, '0')}`, {
          eventName: index % 2 === 0 ? 'Even' : 'Odd',
        }),
      ).reverse(),
    );

  it('backwards, one more look-up for many seconds with two events each', async () => {
    const { scan, edges } = await searchOver(pages(pairs())).events(
      { ...question, page: { ...page, last: 50 } },
      callAt(),
    );
    expect(edges).toHaveLength(50);
    expect(scan.upstreamCalls).toBeLessThanOrEqual(4);
  });

  it('nothing to a count', async () => {
    const asked = { ...question, filter: { eventName: { in: ['Even', 'Odd'] } } };
    const { count, relation, scan } = await searchOver(pages(pairs())).eventCount(asked, callAt());
    expect({ count, relation, calls: scan.upstreamCalls }).toEqual({
      count: 120,
      relation: 'EXACT',
      calls: 4,
    });
  });

  it('nothing where two look-ups brought the same event', async () => {
    const upstream = pages(seen([eventAt(now - 100, 'x', { eventName: 'A', serviceName: 'B' })]));
    const asked = { ...question, filter: { or: [{ eventName: { eq: 'A' } }, { serviceName: { eq: 'B' } }] } };
    const { scan, edges } = await searchOver(upstream).events(asked, callAt());
    expect([edges.length, scan.upstreamCalls]).toEqual([1, 2]);
  });
});

describe('a page between two cursors', () => {
  it('says that nothing follows when it reached the other one', async () => {
    const search = searchOver(pages(spread(30, 60)));
    const all = await search.events(question, callAt());
    const [after, before] = [all.edges[3]?.cursor() ?? null, all.edges[9]?.cursor() ?? null];
    const whole = await search.events({ ...question, page: { ...page, first: 10, after, before } }, callAt());
    expect(whole.edges).toHaveLength(5);
    expect(whole).toMatchObject({
      scan: { state: 'EXHAUSTED' },
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
  });
});

describe('events of two sources with the same id in the same second', () => {
  it('are two events, and a cursor tells them apart', async () => {
    const [a, b] = [sourceOf('a', '11111', 'r1'), sourceOf('b', '22222', 'r1')];
    const upstream = pages(
      [a, b].flatMap((one) =>
        seen(
          ['y', 'x'].map((id) => eventAt(now - 90, id, {}, one)),
          one,
        ),
      ),
    );
    const search = searchOver(upstream, [a, b]);
    const all = await search.events(question, callAt());
    const next = { ...question, page: { ...page, after: all.edges[2]?.cursor() ?? null } };
    const rest = await search.events(next, callAt());
    expect(rest.edges.map(({ node }) => node.id)).toEqual(all.edges.slice(3).map(({ node }) => node.id));
  });
});

describe('a budget', () => {
  it('ends a page that finds little, says so and goes on from its cursor', async () => {
    const upstream = pages([
      ...spread(900, 60),
      ...seen([eventAt(now - 30, 'needle', { eventName: 'Needle' })]),
    ]);
    const asked = {
      ...question,
      filter: { eventName: { startsWith: 'N' } },
      budget: { maxUpstreamCalls: 3, maxWaitSeconds: null },
    };
    const first = await searchOver(upstream).events(asked, callAt());
    expect(first.edges.map(({ node }) => node.eventId)).toEqual(['needle']);
    expect(first.scan).toMatchObject({
      state: 'STOPPED',
      stoppedBy: 'CALL_BUDGET',
      progressed: true,
      upstreamCalls: 4,
    });
    const next = { ...asked, page: { ...page, after: first.pageInfo.endCursor() } };
    const second = await searchOver(upstream).events(next, callAt());
    expect(second).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: true },
      scan: { progressed: true, upstreamCalls: 4 },
    });
    expect(second.scan.scannedTo).toBeLessThan(first.scan.scannedTo ?? 0);
  });

  it('of no time at all brings nothing and says when to come back', async () => {
    let elapsed = 0;
    const search = searchOver(pages(spread(10, 10)), [source], { elapsed: () => (elapsed += 5000) });
    const { scan, pageInfo } = await search.events(
      { ...question, budget: { maxUpstreamCalls: null, maxWaitSeconds: 1 } },
      callAt(),
    );
    expect(scan).toMatchObject({
      state: 'STOPPED',
      stoppedBy: 'TIME_BUDGET',
      progressed: false,
      retryAfterMs: 1000,
    });
    expect(pageInfo.endCursor()).not.toBeNull();
  });

  it.each([
    ['THROTTLED', new Fault('UPSTREAM_THROTTLED', 'wait', { retryAfterMs: 700 }), 700],
    ['THROTTLED', new Fault('UPSTREAM_BUSY', 'wait', { retryAfterMs: 900 }), 900],
    ['DEADLINE', new Fault('DEADLINE_EXCEEDED', 'late'), 1000],
  ])('of ActionTrail itself: %s', async (stoppedBy, fault, retryAfterMs) => {
    const upstream = pages(spread(10, 10));
    upstream.before = () => {
      throw fault;
    };
    const { scan } = await searchOver(upstream).events(question, callAt(noon, { deadline: 1000 }));
    expect(scan).toMatchObject({ state: 'STOPPED', stoppedBy, progressed: false, retryAfterMs });
  });

  it.each([
    [{ maxUpstreamCalls: 41, maxWaitSeconds: null }, 'budget.maxUpstreamCalls: expected 0 to 40, got 41'],
    [{ maxUpstreamCalls: null, maxWaitSeconds: 31 }, 'budget.maxWait: expected PT0S to PT30S, got PT31S'],
  ])('%j is refused', async (budget, message) => {
    await expect(searchOver(pages([])).events({ ...question, budget }, callAt())).rejects.toThrow(message);
  });
});

describe('a source that fails', () => {
  const [good, bad] = [sourceOf('a', '11111', 'r1'), sourceOf('a', '11111', 'r2')];

  it('is left out, and the gap is told on this page and on every later one', async () => {
    const upstream = pages([...spread(120, 60, good), ...spread(120, 60, bad)]);
    upstream.before = ({ source: asked }) => {
      if (asked === bad) throw new Fault('UPSTREAM_UNAVAILABLE', 'down', { upstreamRequestId: 'r-1' });
    };
    const search = searchOver(upstream, [good, bad]);
    const first = await search.events(question, callAt());
    expect(first.edges.every(({ node }) => node.region === 'r1')).toBe(true);
    expect(first.scan.missing).toMatchObject([
      {
        source: bad,
        window: first.window,
        error: { code: 'UPSTREAM_UNAVAILABLE', isRetryable: true, upstreamRequestId: 'r-1' },
      },
    ]);
    upstream.before = () => {};
    const next = await search.events(
      { ...question, page: { ...page, after: first.pageInfo.endCursor() } },
      callAt(),
    );
    expect(next.scan.missing).toMatchObject([{ source: bad, error: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    expect(upstream.lookUps.filter(({ source: asked }) => asked === bad)).toHaveLength(1);
  });

  it('is an error when there is no other', async () => {
    const upstream = pages([]);
    upstream.before = refuseToken;
    await expect(searchOver(upstream).events(question, callAt())).rejects.toMatchObject({
      code: 'UPSTREAM_REJECTED',
    });
  });

  it('keeps cursors within 512 characters even if 31 of 32 do', async () => {
    const many = Array.from({ length: 32 }, (_, index) => sourceOf('a', '11111', `region-${index}`));
    const upstream = pages(spread(60, 60, many[7]));
    upstream.before = ({ source: asked }) => {
      if (asked !== many[7]) throw new Fault('UPSTREAM_TIMEOUT', 'slow');
    };
    const { pageInfo, scan } = await searchOver(upstream, many).events(question, callAt());
    expect(scan.missing).toHaveLength(31);
    expect(pageInfo.endCursor()?.length).toBeLessThanOrEqual(512);
    const next = { ...question, page: { ...page, after: pageInfo.endCursor() } };
    expect((await searchOver(upstream, many).events(next, callAt())).scan.missing).toHaveLength(31);
  });
});

describe('a global event', () => {
  it('seen in several regions comes once, with one id, and says where it was seen', async () => {
    const regions = ['r1', 'r2', 'r3'].map((region) => sourceOf('a', '11111', region));
    const upstream = pages(
      regions.flatMap((one) => seen([eventAt(now - 100, 'g', { isGlobal: true }, one)], one)),
    );
    const { edges } = await searchOver(upstream, regions).events(question, callAt());
    expect(edges.map(({ node }) => node.seenIn.map(({ region }) => region))).toEqual([['r1', 'r2', 'r3']]);
  });
});

describe('eventCount', () => {
  it('is exact where everything was read, and at least where it was not', async () => {
    const upstream = pages(spread(420, 100));
    const asked = { ...question, filter: { access: 'READ' as const } };
    expect(await searchOver(upstream).eventCount(asked, callAt())).toMatchObject({
      count: 420,
      relation: 'EXACT',
    });
    const little = { ...asked, budget: { maxUpstreamCalls: 1, maxWaitSeconds: null } };
    expect(await searchOver(upstream).eventCount(little, callAt())).toMatchObject({
      count: 100,
      relation: 'AT_LEAST',
      scan: { stoppedBy: 'CALL_BUDGET' },
    });
  });
});

describe('explainEvents', () => {
  it('estimates from the pages it has seen, and says null before that', async () => {
    const search = searchOver(pages(spread(420, 100)), [source], { callsPerSecond: 2 });
    const before = search.explainEvents(question, callAt());
    expect(before).toMatchObject({ estimatedCalls: null, estimatedWaitMs: null });
    await search.events(question, callAt());
    const after = search.explainEvents(question, callAt());
    expect(after).toMatchObject({
      estimatedCalls: 18,
      estimatedWaitMs: 9000,
      sources: [{ branches: [{ pushedDown: [] }], residual: [] }],
    });
  });

  it.each([
    ['VALUE_SUSPECT', { serviceName: { eq: 'ECS' } }, 'Did you mean "Ecs"?'],
    ['RESIDUAL_FILTER', { userAgent: { exists: true } }, 'userAgent is evaluated in the gateway'],
    [
      'GLOBAL_REGION_NOT_CONFIGURED',
      { serviceName: { in: ['Ram'] } },
      'Events of Ram are recorded in cn-hangzhou or ap-southeast-1',
    ],
  ])('warns: %s', (code, filter, message) => {
    const { warnings } = searchOver(pages([]), [sourceOf('a', '11111', 'eu-central-1')]).explainEvents(
      { ...question, filter },
      callAt(),
    );
    expect(warnings.find((warning) => warning.code === code)?.message).toContain(message);
  });
});

describe('a service name', () => {
  it('that differs only in case from one that has been seen is suspect', async () => {
    const search = searchOver(pages(spread(3, 60, source, { serviceName: 'MyNewService' })));
    await search.events(question, callAt());
    const codes = (value: string) =>
      search
        .explainEvents({ ...question, filter: { serviceName: { eq: value } } }, callAt())
        .warnings.filter(({ code }) => code === 'VALUE_SUSPECT').length;
    expect([codes('mynewservice'), codes('MyNewService'), codes('Unheard')]).toEqual([1, 0, 0]);
  });
});

describe('the window', () => {
  it('is clipped to the retention with a warning, and a cursor whose start has expired goes on without its token', async () => {
    const daysBack = (days: number) => eventAt(now - days * 86_400, `d${days}`);
    const upstream = pages(seen(Array.from({ length: 100 }, (_, index) => daysBack(99 - index))));
    const asked = { ...question, window: { pastSeconds: 100 * 86_400 } };
    const first = await searchOver(upstream).events(asked, callAt());
    expect(first.scan.warnings().map(({ code }) => code)).toContain('WINDOW_CLIPPED_TO_RETENTION');
    const next = { ...asked, page: { ...page, after: first.pageInfo.endCursor() } };
    const rest = await searchOver(upstream).events(next, callAt(noon + 2 * 86_400_000));
    expect(rest.edges.map(({ node }) => node.eventId)).toEqual(
      Array.from({ length: 37 }, (_, index) => `d${51 + index}`),
    );
    expect(upstream.lookUps.at(-1)?.from).toBeNull();
    expect(rest.scan.state).toBe('EXHAUSTED');
  });

  it('ends where things are settled if asked to, and the next export goes on from there', async () => {
    const upstream = pages(spread(40, 60));
    const asked = { ...question, window: { pastSeconds: 7200, settledOnly: true } };
    const { edges, window, scan } = await searchOver(upstream).events(asked, callAt());
    expect(window.end).toBe(now - 900);
    expect(edges.every(({ node }) => node.second < now - 900)).toBe(true);
    expect(scan.warnings()).toEqual([]);
    const open = await searchOver(upstream).events({ ...question, window: { pastSeconds: 7200 } }, callAt());
    expect(open.scan.warnings().map(({ code }) => code)).toEqual(['UNSETTLED_TAIL']);
  });
});

describe('sources', () => {
  it('that cannot be begun in time are refused with the number that works', async () => {
    const search = searchOver(pages([]), eight, { callsPerSecond: 0.5 });
    await expect(search.events(question, callAt())).rejects.toThrow(
      'expected at most 3 regions of account "a", which is what its 0.5 calls a second allow in time, got 4',
    );
    await expect(search.events({ ...question, sources: [] }, callAt())).rejects.toThrow(
      'at least one source',
    );
  });
});

describe('one event', () => {
  const key = {
    accountId: source.accountId,
    region: source.region,
    second: now - 500,
    hasTime: true,
    eventId: 'x',
  };

  it('by its global id is one narrow look-up, and null without a call beyond the retention', async () => {
    const upstream = pages(seen([eventAt(now - 500, 'x')]));
    const search = searchOver(upstream);
    expect((await search.event(key, callAt()))?.eventId).toBe('x');
    expect(upstream.lookUps[0]?.window).toEqual({ start: now - 500, end: now - 499 });
    expect(await search.event({ ...key, region: 'cn-beijing' }, callAt())).toBeNull();
    expect(await search.event({ ...key, second: now - 95 * 86_400 }, callAt())).toBeNull();
    expect(upstream.lookUps).toHaveLength(1);
  });

  it('without a time is found by its id alone and keeps the id it was asked for', async () => {
    const upstream = pages(seen([eventAt(now - 5000, 'x', { eventTime: null })]));
    const event = await searchOver(upstream).event({ ...key, second: now - 400, hasTime: false }, callAt());
    expect(event).toMatchObject({ eventId: 'x', second: now - 400 });
  });

  it('that is global is found past a region that fails', async () => {
    const [good, bad] = [sourceOf('a', '11111', 'eu-central-1'), sourceOf('a', '11111', 'cn-hangzhou')];
    const upstream = pages(seen([eventAt(now - 500, 'x', { isGlobal: true }, good)], good));
    upstream.before = ({ source: by }) => {
      if (by === bad) throw new Fault('UPSTREAM_UNAVAILABLE', 'down');
    };
    const search = searchOver(upstream, [good, bad]);
    expect(await search.event({ ...key, accountId: '11111', region: '' }, callAt())).toMatchObject({
      eventId: 'x',
    });
    await expect(
      search.event({ ...key, accountId: '11111', region: '', eventId: 'y' }, callAt()),
    ).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });

  it('by its event id is found in any source, and null only when all of them were read', async () => {
    const [good, bad] = [sourceOf('a', '11111', 'r1'), sourceOf('a', '11111', 'r2')];
    const upstream = pages([...seen([eventAt(now - 500, 'x', {}, good)], good)]);
    const search = searchOver(upstream, [good, bad]);
    const asked = { eventId: 'x', window: null, sources: null };
    expect((await search.eventByEventId(asked, callAt()))?.seenIn).toEqual([good]);
    expect(await search.eventByEventId({ ...asked, eventId: 'y' }, callAt())).toBeNull();
    upstream.before = ({ source: by }) => {
      if (by === bad) throw new Fault('UPSTREAM_UNAVAILABLE', 'down');
    };
    await expect(search.eventByEventId({ ...asked, eventId: 'y' }, callAt())).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });
});

describe('where ActionTrail and we disagree about a match', () => {
  it('ActionTrail is right, and the log says so once', async () => {
    const lines: unknown[] = [];
    const observer = {
      ...silent,
      log: (_level: string, _event: string, fields?: object) => lines.push(fields),
    };
    const upstream = pages([]);
    upstream.lookUpEvents = async () => ({
      events: [eventAt(now - 90, 'x'), eventAt(now - 80, 'y')],
      next: null,
    });
    const search = searchOver(upstream, [source], { observer });
    const asked = { ...question, filter: { userName: { eq: 'alice' } } };
    expect((await search.events(asked, callAt())).edges).toHaveLength(2);
    await search.events(asked, callAt());
    expect(lines).toEqual([{ field: 'userName', count: 1, eventId: 'x' }]);
  });
});
