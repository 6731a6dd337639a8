import type { TimeWindow } from '../model/action-trail.ts';
import { type Call, withOwnTally } from '../model/call.ts';
import type { Edge, EventConnection, PageInfo, ScanState, ScanWarning } from '../model/connection.ts';
import type { AuditEvent } from '../model/event.ts';
import { badUserInput } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import type { EventQuestion } from '../model/question.ts';
import { type Source, selectSources } from '../model/source.ts';
import { formatSecond } from '../model/time.ts';
import { type EventCursors, eventCursors } from './cursor.ts';
import type { Resume } from './cursor-record.ts';
import type { SearchParts } from './parts.ts';
import { planConditions } from './plan.ts';
import { type ScanResult, scan } from './scan.ts';
import { clipToRetention, freezeWindow } from './window.ts';

/** Answers `Query.events`. Everything is checked before the first call. */
export async function eventConnection(
  parts: SearchParts,
  question: EventQuestion,
  outer: Call,
): Promise<EventConnection> {
  const size = pageSize(question.first);
  const source = onlySource(parts.sources, question);
  const { order } = question;
  const conditions = planConditions(question.filter);
  const cursors = eventCursors(parts.sealer, { sources: [source], order, conditions }, question.window);
  const resume = question.after === null ? null : cursors.open(question.after);
  const asked = resume?.window ?? freezeWindow(question.window, outer.nowMs);
  const window = clipToRetention(asked, outer.nowMs);

  const call = withOwnTally(outer);
  const reading = { actionTrail: parts.actionTrail, question: { source, window, order, conditions }, call };
  const result = await scanned(reading, resume, size);
  const frozen = resume?.window ?? window;
  return {
    ...page(result, cursors, frozen, question.after),
    scan: {
      state: result.state,
      examined: result.examined,
      upstreamCalls: call.tally.upstreamCalls,
      // What was remembered of the moving edge is told as read when it was.
      settledBefore: Math.floor(Math.min(outer.nowMs, call.tally.readAtMs) / 1000) - parts.settleDelaySeconds,
      upstreamRequestIds: call.tally.upstreamRequestIds,
      warnings: clipWarnings(asked, window),
    },
    window: frozen,
  };
}

function pageSize(first: number | null): number {
  const size = first ?? limits.defaultPageSize;
  if (size < 0 || size > limits.maxPageSize) {
    throw badUserInput(
      `first: expected 0 to ${limits.maxPageSize}, got ${size}. Ask for the rest with \`after\`.`,
    );
  }
  return size;
}

function onlySource(sources: readonly Source[], question: EventQuestion): Source {
  const [source, ...others] = selectSources(sources, question.sources);
  if (source === undefined) throw badUserInput('sources: expected one source, got an empty list.');
  if (others.length === 0) return source;
  const known = sources.map(({ account, region }) => `{ account: "${account}", regions: ["${region}"] }`);
  throw badUserInput(
    `sources: expected exactly one source, got ${others.length + 1}. Name one of: ${known.join(', ')}.`,
  );
}

/** Nothing is asked where nothing can come: an empty page, or a window that the retention has overtaken. */
async function scanned(
  reading: Parameters<typeof scan>[0],
  resume: Resume | null,
  size: number,
): Promise<ScanResult> {
  const { window } = reading.question;
  if (window.end <= window.start) return { met: [], state: 'EXHAUSTED', examined: 0 };
  if (size === 0) return { met: [], state: 'PAGE_FULL', examined: 0 };
  return scan(reading, resume, size);
}

function page(
  { met, state }: ScanResult,
  cursors: EventCursors,
  window: TimeWindow,
  after: string | null,
): { edges: readonly Edge<AuditEvent>[]; pageInfo: PageInfo } {
  const edges = met.map(({ event, hint }) => ({
    node: event,
    cursor: () => cursors.seal(window, event, hint),
  }));
  const canGoOn: Record<ScanState, boolean> = { EXHAUSTED: false, PAGE_FULL: true, STOPPED: true };
  return {
    edges,
    pageInfo: {
      hasNextPage: canGoOn[state],
      hasPreviousPage: after !== null,
      startCursor: () => edges.at(0)?.cursor() ?? null,
      endCursor: () => edges.at(-1)?.cursor() ?? (canGoOn[state] ? after : null),
    },
  };
}

function clipWarnings(asked: TimeWindow, window: TimeWindow): readonly ScanWarning[] {
  if (asked.start === window.start) return [];
  const message =
    `ActionTrail keeps ${limits.retentionDays} days: asked from ${formatSecond(asked.start)}, ` +
    `read from ${formatSecond(window.start)}.`;
  return [{ code: 'WINDOW_CLIPPED_TO_RETENTION', message }];
}
