import type { EmulatorAccount } from './accounts.ts';
import type { Behaviour } from './behaviour.ts';
import type { Params } from './call.ts';
import type { EventRow } from './dataset/row.ts';
import type { Timeline } from './dataset/timeline.ts';
import { type Direction, exists, type Position, type Sight, type Walk, walk } from './dataset/walk.ts';
import { writeEvent } from './dataset/write-event.ts';
import { apiError } from './errors.ts';
import { type Json, type JsonObject, timeText } from './json-text.ts';
import { conditionsFrom, matcherOf } from './lookup-conditions.ts';
import { type LookupWindow, windowFrom } from './lookup-window.ts';
import type { TokenBinding, TokenCodec } from './next-token.ts';
import type { PageTwist } from './page-twist.ts';

export interface EventStore {
  readonly timeline: Timeline;
  readonly tokens: TokenCodec;
  readonly behaviour: Behaviour;
  /** What is visible at this moment. */
  readonly sight: () => Sight;
}

export interface LookupCall {
  readonly account: EmulatorAccount;
  readonly region: string;
  readonly params: Params;
  readonly requestId: string;
  /** How a fault changes the page, if one does. */
  readonly twist: PageTwist;
}

const DEFAULT_RESULTS = 20;
const MOST_RESULTS = 50;

/** One page of events, newest first unless asked otherwise, with a token where there are more. */
export function lookupEvents(store: EventStore, call: LookupCall): JsonObject {
  const sight = store.sight();
  const limit = maxResults(call.params.get('MaxResults'), store.behaviour);
  const direction = directionFrom(call.params.get('Direction'));
  const window = windowFrom(call.params, sight.nowSecond, store.behaviour);
  const conditions = conditionsFrom(call.params);
  const matches = matcherOf(conditions, store.behaviour);
  const question = conditions.flatMap(({ key, value }) => [key, value]);
  const bound = bindingOf(call, limit, direction, question);
  const token = call.params.get('NextToken');
  const after = token === undefined || token === '' ? undefined : place(store, call, token, bound);
  const found = walk(store.timeline, store.behaviour, sight, {
    ...{ accountId: call.account.id, region: call.region, direction, after },
    ...boundsOf(window, store.behaviour),
  });
  const page = takePage(found, limit, (row) => matches(row) && !call.twist.hides(row));
  const isOpen = page.hasMore || (store.behaviour.fullLastPage === 'token' && page.rows.length === limit);
  const twisted = call.twist.turn({ rows: page.rows, after, isOpen });
  const next = twisted.next === undefined ? undefined : store.tokens.issue(twisted.next, bound);
  return answer(call.requestId, window, twisted.rows, twisted.sameToken ? (token ?? next) : next);
}

/** The events of a stretch of time as the store holds them now: what a client should end up with. */
export function ownList(store: EventStore, asked: Omit<Walk, 'direction'>): Generator<EventRow> {
  return walk(store.timeline, store.behaviour, store.sight(), { ...asked, direction: 'FORWARD' });
}

function answer(
  requestId: string,
  window: LookupWindow,
  rows: readonly EventRow[],
  token: string | undefined,
) {
  const body: Record<string, Json> = { EndTime: timeText(window.end), Events: rows.map(writeEvent) };
  if (token !== undefined) body.NextToken = token;
  return { ...body, RequestId: requestId, StartTime: timeText(window.start) };
}

function takePage(found: Iterable<EventRow>, limit: number, isWanted: (row: EventRow) => boolean) {
  const rows: EventRow[] = [];
  for (const row of found) {
    if (!isWanted(row)) continue;
    if (rows.length === limit) return { rows, hasMore: true };
    rows.push(row);
  }
  return { rows, hasMore: false };
}

function place(store: EventStore, call: LookupCall, token: string, bound: TokenBinding): Position {
  const at = store.tokens.read(token, bound);
  if (!exists(store.timeline, call.account.id, call.region, at)) throw apiError('InvalidNextToken');
  return at;
}

/** Times are bound as they were given: with none given, the seven days move on while somebody pages. */
function bindingOf(
  call: LookupCall,
  limit: number,
  direction: Direction,
  question: readonly string[],
): TokenBinding {
  const times = [call.params.get('StartTime') ?? '', call.params.get('EndTime') ?? ''];
  return {
    accountId: call.account.id,
    region: call.region,
    question: [String(limit), direction, ...times, ...question],
  };
}

function maxResults(text: string | undefined, behaviour: Behaviour): number {
  if (text === undefined || text === '') return DEFAULT_RESULTS;
  if (text === '0' && behaviour.maxResultsZero === 'default') return DEFAULT_RESULTS;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MOST_RESULTS) throw apiError('InvalidQueryParameter');
  return number;
}

function directionFrom(text: string | undefined): Direction {
  if (text === undefined || text === '') return 'BACKWARD';
  if (text !== 'FORWARD' && text !== 'BACKWARD') throw apiError('InvalidQueryParameter');
  return text;
}

function boundsOf({ start, end }: LookupWindow, { bounds }: Behaviour): { from: number; to: number } {
  return {
    from: bounds === 'exclusive' || bounds === 'exclusive-start' ? start + 1 : start,
    to: bounds === 'exclusive' || bounds === 'exclusive-end' ? end - 1 : end,
  };
}
