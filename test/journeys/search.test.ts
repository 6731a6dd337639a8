import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/emulator/index.ts';
import { formatSecond } from '../../src/model/time.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

/** An event as ActionTrail wrote it: read here without any of our parsing. */
// biome-ignore lint/suspicious/noExplicitAny: raw JSON of many shapes.
type Raw = any;

const query = `query Search($first: Int, $after: String, $last: Int, $before: String, $window: TimeWindowInput!,
  $filter: AuditEventFilter, $order: AuditEventOrder!, $sources: [AuditSourceInput!]) {
  events(first: $first, after: $after, last: $last, before: $before, window: $window, filter: $filter, order: $order,
    sources: $sources, budget: { maxUpstreamCalls: 40 }) {
    nodes { eventId }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    scan { state missing { error { code } } }
  }
}`;

const questions: readonly { name: string; filter: object; matches: (event: Raw) => boolean }[] = [
  { name: 'everything', filter: {}, matches: () => true },
  {
    name: 'a pushed-down pair',
    filter: { serviceName: { eq: 'Ecs' }, access: 'WRITE' },
    matches: (event) => event.serviceName === 'Ecs' && event.eventRW === 'Write',
  },
  {
    name: 'failures outside of a network',
    filter: { outcome: 'FAILURE', sourceIpAddress: { notCidr: '203.0.113.0/24' } },
    matches: (event) =>
      !['', '""', undefined].includes(event.errorCode ?? event.ErrorCode) &&
      !String(event.sourceIpAddress ?? event.SourceIpAddress).startsWith('203.0.113.'),
  },
  {
    name: 'branches of one source',
    filter: { or: [{ eventName: { in: ['CreateUser', 'RunInstances'] } }, { serviceName: { eq: 'Ram' } }] },
    matches: (event) =>
      ['CreateUser', 'RunInstances'].includes(event.eventName ?? event.EventName) ||
      (event.serviceName ?? event.ServiceName) === 'Ram',
  },
];

const behaviours: readonly Partial<Behaviour>[] = [
  {},
  { globalEvents: 'every-region', sameSecondOrder: 'arrival' },
  { backwardWithinSecond: 'same', bounds: 'exclusive', fullLastPage: 'token', thirtyDaySpan: true },
];

const end = Math.floor(Date.now() / 1000) - 7200;
const start = end - 18 * 3600;

/** The emulator's own list of every source, merged by hand: oldest first, by account and region, each event once. */
function ownList({ emulator }: TestGateway, matches: (event: Raw) => boolean): string[] {
  const names = emulator.accounts.flatMap(({ id, name }) =>
    emulator.regions.map((region) => ({ id, name, region })),
  );
  const sorted = names.toSorted((a, b) => (`${a.name} ${a.region}` < `${b.name} ${b.region}` ? -1 : 1));
  const events = sorted.flatMap(({ id, region }) => emulator.events({ accountId: id, region, start, end }));
  const once = new Map(events.toSorted((a, b) => a.time - b.time).map((one) => [one.id, one]));
  return [...once.values()].filter(({ event }) => matches(event)).map(({ id }) => id);
}

async function walk({ ask }: TestGateway, filter: object, order: string, size: number, isBackwards: boolean) {
  const window = { start: formatSecond(start), end: formatSecond(end) };
  const read: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: object = isBackwards ? { last: size, before: cursor } : { first: size, after: cursor };
    const { data, errors } = await ask(query, { ...page, window, filter, order });
    expect(errors).toBeUndefined();
    const { nodes, pageInfo, scan } = data.events;
    const ids = nodes.map(({ eventId }: { eventId: string }) => eventId);
    read.splice(isBackwards ? 0 : read.length, 0, ...ids);
    cursor = isBackwards ? pageInfo.startCursor : pageInfo.endCursor;
    if (!(isBackwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) {
      expect(scan).toEqual({ state: 'EXHAUSTED', missing: [] });
      return read;
    }
  }
}

describe.each(behaviours)('over eight sources of an ActionTrail that behaves like %j', async (behaviour) => {
  // With and without memory: what is remembered has to be the same list.
  const maxBytes = behaviours.indexOf(behaviour) === 0 ? 0 : 1e8;
  const running = await startGateway(
    { events: 60_000, days: 30, behaviour: { ...behaviour, oddShapes: false } },
    (config) => ({ ...config, memory: { maxBytes, movingEdgeMs: 5000 } }),
  );

  it.each(questions)('$name: pages are the emulator’s own list, both ways', async ({ filter, matches }) => {
    const own = ownList(running, matches);
    expect(own.length).toBeGreaterThan(5);
    const forwards = await walk(running, filter, 'OLDEST_FIRST', 47, false);
    expect(forwards).toEqual(own);
    expect(await walk(running, filter, 'OLDEST_FIRST', 113, true)).toEqual(own);
    const newest = await walk(running, filter, 'NEWEST_FIRST', 200, false);
    expect(new Set(newest)).toEqual(new Set(own));
    expect(newest).toHaveLength(own.length);
  });
});
