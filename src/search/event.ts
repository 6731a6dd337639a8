import type { Call } from '../model/call.ts';
import type { EventConnection, ScanReport, SourceGap } from '../model/connection.ts';
import type { AuditEvent } from '../model/event.ts';
import { badUserInput, Fault } from '../model/fault.ts';
import { type EventKey, eventGlobalId } from '../model/global-id.ts';
import { limits } from '../model/limits.ts';
import type { EventIdQuestion, EventScope } from '../model/question.ts';
import { earliestSecond } from '../model/retention.ts';
import type { Source } from '../model/source.ts';
import { eventConnection } from './events.ts';
import { isEmpty } from './order.ts';
import type { SearchParts } from './parts.ts';
import { readableSources } from './prepare.ts';
import { Reader } from './reader.ts';
import { passedOver } from './reading.ts';
import { always } from './terms.ts';
import { globalEventRegions } from './warnings.ts';
import { clipToRetention } from './window.ts';

/**
 * The event of a global id, or null where no source that may be read has it (any more). One narrow look-up; a global
 * event, whose id names no region, may take one per region of its account, and is found past a region that fails.
 */
export async function eventByKey(parts: SearchParts, key: EventKey, call: Call): Promise<AuditEvent | null> {
  let failed: Fault | null = null;
  for (const source of sourcesOf(readableSources(parts, call), key)) {
    try {
      const event = await find(parts, source, key, call);
      if (event !== null) return event;
    } catch (error) {
      if (!(error instanceof Fault) || !passedOver.has(error.code)) throw error;
      failed ??= error;
    }
  }
  if (failed !== null) throw failed;
  return null;
}

/** Where ActionTrail stores global events comes first. */
function sourcesOf(sources: readonly Source[], { accountId, region }: EventKey): readonly Source[] {
  const ofAccount = sources.filter((source) => source.accountId === accountId);
  if (region !== '') return ofAccount.filter((source) => source.region === region);
  const rank = (source: Source) => globalEventRegions.toReversed().indexOf(source.region);
  return ofAccount.toSorted((a, b) => rank(b) - rank(a));
}

async function find(
  { actionTrail, learned }: SearchParts,
  source: Source,
  key: EventKey,
  call: Call,
): Promise<AuditEvent | null> {
  const whole = { start: earliestSecond(call), end: Math.ceil(call.nowMs / 1000) };
  const narrow = { start: key.second, end: key.second + 1 };
  const window = key.hasTime ? clipToRetention(narrow, call) : whole;
  if (isEmpty(window) || key.second > whole.end) return null;
  const conditions = [{ field: 'eventId' as const, value: key.eventId }];
  const track = { index: 0, source, sourceIndex: 0, branch: { conditions, pushed: [], residual: always } };
  const parts = { actionTrail, call, onEvent: () => {}, onPage: learned(call.grant).density.note };
  const reader = new Reader(track, window, 'NEWEST_FIRST', parts);
  while (!reader.isDone) {
    await reader.pull();
    const met = reader.buffer.find(({ event }) => isMeant(event, key));
    if (met === undefined) continue;
    return key.hasTime
      ? met.event
      : Object.freeze({ ...met.event, second: key.second, id: eventGlobalId(key) });
  }
  return null;
}

function isMeant(event: AuditEvent, key: EventKey): boolean {
  return event.eventId === key.eventId && (!key.hasTime || event.id === eventGlobalId(key));
}

/**
 * The newest event with this id in any of the sources; null only where all of them were read to their end. A part
 * that could not be read is an error, unless the event is found elsewhere.
 */
export async function eventByEventId(
  parts: SearchParts,
  { eventId, window, sources }: EventIdQuestion,
  call: Call,
): Promise<AuditEvent | null> {
  if (eventId === '') throw badUserInput('eventId: expected an id, got an empty text.');
  const scope = { sources, window: window ?? wholeRetention, filter: { eventId: { eq: eventId } } };
  const { edges, scan } = await newest(parts, scope, call);
  const [found] = edges;
  if (found === undefined) refuseUnread(scan, scan.missing[0]);
  return found?.node ?? null;
}

/** The newest event that passes a filter, within the whole retention. What may hide a newer one is an error. */
export async function newestEvent(
  parts: SearchParts,
  scope: Omit<EventScope, 'window'>,
  call: Call,
): Promise<AuditEvent | null> {
  const { edges, scan } = await newest(parts, { ...scope, window: wholeRetention }, call);
  const found = edges[0]?.node ?? null;
  const hiding = scan.missing.find(({ window }) => found === null || window.end > found.second);
  if (found === null || hiding !== undefined) refuseUnread(scan, hiding);
  return found;
}

const wholeRetention = { pastSeconds: limits.retentionDays * 86_400 };

function newest(parts: SearchParts, scope: EventScope, call: Call): Promise<EventConnection> {
  const page = { first: 1, after: null, last: null, before: null };
  const budget = { maxUpstreamCalls: null, maxWaitSeconds: null };
  return eventConnection(parts, { ...scope, order: 'NEWEST_FIRST', page, budget }, call);
}

/** Throws where the answer could stand in what was not read. */
function refuseUnread(scan: ScanReport, gap: SourceGap | undefined): void {
  if (gap !== undefined) {
    const { code, message, retryAfterMs, upstreamRequestId } = gap.error;
    const { account, region } = gap.source;
    throw new Fault(code, message, {
      account,
      region,
      ...(retryAfterMs !== null && { retryAfterMs }),
      ...(upstreamRequestId !== null && { upstreamRequestId }),
    });
  }
  if (scan.state !== 'STOPPED') return;
  if (scan.stoppedBy === 'CALL_BUDGET') {
    throw new Fault(
      'LIMIT_EXCEEDED',
      `Not found among the newest ${scan.examined} events that were read for it. Ask \`events\`, and go on from its cursor.`,
    );
  }
  throw new Fault(
    scan.stoppedBy === 'THROTTLED' ? 'UPSTREAM_THROTTLED' : 'DEADLINE_EXCEEDED',
    'Not every source could be asked for this event in time. Name fewer `sources`, or a `window`.',
    scan.retryAfterMs === null ? {} : { retryAfterMs: scan.retryAfterMs },
  );
}
