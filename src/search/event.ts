import type { Call } from '../model/call.ts';
import type { AuditEvent } from '../model/event.ts';
import { type EventKey, eventGlobalId } from '../model/global-id.ts';
import { earliestSecond } from '../model/retention.ts';
import type { Source } from '../model/source.ts';
import type { SearchParts } from './parts.ts';
import { walk } from './scan.ts';
import { clipToRetention } from './window.ts';

/** Where ActionTrail stores global events unless told otherwise: asked first. */
const globalEventRegions = ['cn-hangzhou', 'ap-southeast-1'];

/**
 * The event of a global id, or null where no configured source has it (any more). One narrow look-up; a global
 * event, whose id names no region, may take one per region of its account.
 */
export async function eventByKey(parts: SearchParts, key: EventKey, call: Call): Promise<AuditEvent | null> {
  for (const source of sourcesOf(parts.sources, key)) {
    const event = await find(parts, source, key, call);
    if (event !== null) return event;
  }
  return null;
}

function sourcesOf(sources: readonly Source[], { accountId, region }: EventKey): readonly Source[] {
  const ofAccount = sources.filter((source) => source.accountId === accountId);
  if (region !== '') return ofAccount.filter((source) => source.region === region);
  const rank = (source: Source) => globalEventRegions.toReversed().indexOf(source.region);
  return ofAccount.toSorted((a, b) => rank(b) - rank(a));
}

async function find(
  { actionTrail }: SearchParts,
  source: Source,
  key: EventKey,
  call: Call,
): Promise<AuditEvent | null> {
  const whole = { start: earliestSecond(call.nowMs), end: Math.ceil(call.nowMs / 1000) };
  const narrow = { start: key.second, end: key.second + 1 };
  const window = key.hasTime ? clipToRetention(narrow, call.nowMs) : whole;
  if (window.end <= window.start) return null;
  const conditions = [{ field: 'eventId' as const, value: key.eventId }];
  for await (const { next } of walk({
    actionTrail,
    question: { source, window, order: 'NEWEST_FIRST', conditions },
    call,
  })) {
    const found = key.hasTime ? next.event : { ...next.event, second: key.second, id: eventGlobalId(key) };
    if (found.id === eventGlobalId(key) && next.event.eventId === key.eventId) return Object.freeze(found);
  }
  return null;
}
