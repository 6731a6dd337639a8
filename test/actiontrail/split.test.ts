import { describe, expect, it } from 'vitest';
import { split } from '../../src/actiontrail/index.ts';
import type { ActionTrail, Continuation, EventOrder } from '../../src/model/action-trail.ts';
import { formatSecond } from '../../src/model/time.ts';
import { callAt } from '../support/call.ts';
import { json, page, type Script, scriptedServer } from './support/scripted-server.ts';
import { accountAt, faultOf, lookUpOf, second, source, wireTo } from './support/wire.ts';

const day = 86_400;
const window = { start: second('2026-08-30T00:00:00Z'), end: second('2026-11-20T00:00:00Z') };

/** An event each ten days, and no window above thirty of them. `code`: how it refuses. */
function thirtyDaysAtMost(code = 'InvalidParameterDateOutOfRange'): Script {
  return (response, asked) => {
    const start = second(asked.query.StartTime ?? '');
    const end = second(asked.query.EndTime ?? '');
    if (end - start > 30 * day) return json({ Code: code, RequestId: 'REQUEST-2' }, 400)(response, asked);
    const times: number[] = [];
    for (let at = window.start; at < window.end; at += 10 * day) if (at >= start && at <= end) times.push(at);
    if (asked.query.Direction === 'BACKWARD') times.reverse();
    const events = times.map((at) => ({ eventId: formatSecond(at), eventTime: formatSecond(at) }));
    const isFirst = asked.query.NextToken === undefined && events.length > 2;
    const answer = isFirst
      ? page(events.slice(0, 2), 'rest')
      : page(asked.query.NextToken ? events.slice(2) : events);
    return json(answer)(response, asked);
  };
}

/** Every event of the long window, turned page by page. */
async function walk(actionTrail: ActionTrail, order: EventOrder): Promise<string[]> {
  const ids: string[] = [];
  let from: Continuation | null = null;
  do {
    const { events, next } = await actionTrail.lookUpEvents(lookUpOf({ window, order, from }), callAt());
    ids.push(...events.map(({ eventId }) => eventId));
    from = next;
  } while (from !== null && ids.length < 100);
  return ids;
}

const expected: string[] = [];
for (let at = window.start; at < window.end; at += 10 * day) expected.push(formatSecond(at));

describe('a window that is refused as too long', () => {
  it.each<[EventOrder, string]>([
    ['OLDEST_FIRST', 'InvalidParameterDateOutOfRange'],
    ['NEWEST_FIRST', 'InvalidParameterDateOutOfRange'],
    ['NEWEST_FIRST', 'InvalidTimeRangeException'],
  ])('is walked in parts, %s, each event once (%s)', async (order, code) => {
    const server = await scriptedServer(thirtyDaysAtMost(code));
    const ids = await walk(split()(wireTo(server.url).actionTrail), order);
    expect(ids).toEqual(order === 'OLDEST_FIRST' ? expected : expected.toReversed());
  });

  it('is learned once for the account and all who ask, and not for others', async () => {
    const server = await scriptedServer(thirtyDaysAtMost());
    const accounts = [accountAt(server.url), accountAt(server.url, { name: 'other' })];
    const actionTrail = split()(wireTo(server.url, { accounts }).actionTrail);
    const tooLong = () =>
      server.asked.filter(
        ({ query }) => second(query.EndTime ?? '') - second(query.StartTime ?? '') > 30 * day,
      );
    await walk(actionTrail, 'NEWEST_FIRST');
    await walk(actionTrail, 'OLDEST_FIRST');
    expect(tooLong()).toHaveLength(1);
    await actionTrail.lookUpEvents(lookUpOf({ window, source: { ...source, account: 'other' } }), callAt());
    expect(tooLong()).toHaveLength(2);
  });

  it('asks for no part longer than thirty days, the seconds added on either side included', async () => {
    const server = await scriptedServer(thirtyDaysAtMost());
    await walk(split()(wireTo(server.url).actionTrail), 'NEWEST_FIRST');
    const [, ...parts] = server.asked.map(
      ({ query }) => second(query.EndTime ?? '') - second(query.StartTime ?? ''),
    );
    expect(Math.max(...parts)).toBeLessThan(30 * day);
  });

  it('goes on from a token alone, as after a restart', async () => {
    const server = await scriptedServer(thirtyDaysAtMost());
    const { actionTrail } = wireTo(server.url);
    const { next } = await split()(actionTrail).lookUpEvents(lookUpOf({ window }), callAt());
    expect(next).toMatchObject({ token: 'rest' });
    const page = await split()(actionTrail).lookUpEvents(lookUpOf({ window, from: next }), callAt());
    expect(page.events.map(({ eventId }) => eventId)).toEqual([expected.at(-3)]);
    expect(page.next).toMatchObject({ token: null, window: { start: window.start } });
  });

  it('is a fault when it is short already', async () => {
    const server = await scriptedServer(
      json({ Code: 'InvalidTimeRangeException', RequestId: 'REQUEST-2' }, 400),
    );
    const fault = await faultOf(split()(wireTo(server.url).actionTrail).lookUpEvents(lookUpOf(), callAt()));
    expect(fault.code).toBe('UPSTREAM_REJECTED');
    expect(server.asked).toHaveLength(1);
  });
});

describe('a window that is taken', () => {
  it('is not split, however long it is', async () => {
    const server = await scriptedServer(json(page([])));
    const { next } = await split()(wireTo(server.url).actionTrail).lookUpEvents(
      lookUpOf({ window }),
      callAt(),
    );
    expect(next).toBeNull();
    expect(server.asked).toHaveLength(1);
  });
});
