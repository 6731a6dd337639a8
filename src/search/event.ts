import type { Call } from '../model/call.ts';
import type { AuditEvent } from '../model/event.ts';
import { badUserInput, Fault } from '../model/fault.ts';
import { type EventKey, eventGlobalId } from '../model/global-id.ts';
import { limits } from '../model/limits.ts';
import type { EventIdQuestion } from '../model/question.ts';
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
  { actionTrail, density }: SearchParts,
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
  const parts = { actionTrail, call, onEvent: () => {}, onPage: density.note };
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
  question: EventIdQuestion,
  call: Call,
): Promise<AuditEvent | null> {
  if (question.eventId === '') throw badUserInput('eventId: expected an id, got an empty text.');
  const { edges, scan } = await eventConnection(
    parts,
    {
      sources: question.sources,
      window: question.window ?? { pastSeconds: limits.retentionDays * 86_400 },
      filter: { eventId: { eq: question.eventId } },
      order: 'NEWEST_FIRST',
      page: { first: 1, after: null, last: null, before: null },
      budget: { maxUpstreamCalls: null, maxWaitSeconds: null },
    },
    call,
  );
  const [found] = edges;
  if (found !== undefined) return found.node;
  const [gap] = scan.missing;
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
  if (scan.state === 'STOPPED') {
    throw new Fault(
      scan.stoppedBy === 'THROTTLED' ? 'UPSTREAM_THROTTLED' : 'DEADLINE_EXCEEDED',
      'Not every source could be asked for this event in time. Name fewer `sources`, or a `window`.',
      scan.retryAfterMs === null ? {} : { retryAfterMs: scan.retryAfterMs },
    );
  }
  return null;
}
