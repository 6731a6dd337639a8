import type { TimeWindow } from '../model/action-trail.ts';
import type { Call, Tally } from '../model/call.ts';
import type { ScanReport } from '../model/connection.ts';
import { gapReport } from './gap.ts';
import { opposite } from './order.ts';
import type { SearchParts } from './parts.ts';
import { type Prepared, settledBefore } from './prepare.ts';
import type { ScanRequest } from './reading.ts';
import type { ScanResult } from './scan.ts';
import { warningsOf } from './warnings.ts';

/** Which part of a list was asked for. */
export type Page = Pick<ScanRequest, 'after' | 'before' | 'isBackwards' | 'size' | 'gaps' | 'order'>;

/** A scan that is over. */
export interface ScanRun {
  readonly prepared: Prepared;
  readonly page: Page;
  /** Before it was clipped to what can be read, and after. */
  readonly asked: TimeWindow;
  readonly window: TimeWindow;
  readonly result: ScanResult;
  /** What it has cost. */
  readonly tally: Tally;
  readonly waitedMs: number;
}

/** Whether a page was made from memory alone, and of nothing that may still change. */
export function isSettled({ result, page, tally }: ScanRun): boolean {
  const isFromMemory =
    tally.callsAvoidedByMemory > 0 && tally.upstreamCalls === 0 && tally.callsAvoidedByCoalescing === 0;
  const isWhole = result.stop === null && result.gaps === page.gaps;
  return isFromMemory && isWhole && tally.readAtMs === Number.POSITIVE_INFINITY;
}

/** What was read to make a page, as it is to be told now. */
export function reportOf(parts: SearchParts, run: ScanRun, { nowMs, grant }: Call): ScanReport {
  const { prepared, page, asked, window, result, tally } = run;
  // What was read a moment ago, for somebody else, cannot be newer than that.
  const settled = settledBefore(parts, Math.min(nowMs, tally.readAtMs));
  const { knownValues } = parts.learned(grant);
  const gapReports = result.gaps.map((gap) => gapReport(gap, window, prepared.sources));
  return {
    state: result.state,
    stoppedBy: result.stop?.by ?? null,
    progressed: result.progressed,
    retryAfterMs: result.stop?.retryAfterMs ?? null,
    scannedTo: scannedTo(result, page, window),
    examined: result.examined,
    upstreamCalls: tally.upstreamCalls,
    callsAvoided: tally.callsAvoided,
    waitedMs: Math.round(run.waitedMs),
    settledBefore: settled,
    missing: gapReports.filter((gap) => gap !== null),
    upstreamRequestIds: tally.upstreamRequestIds,
    warnings: () => warningsOf(prepared, { asked, read: window, settledBefore: settled }, knownValues, grant),
  };
}

/** How far this page was read, in its own direction. */
function scannedTo(
  { met, state, standsAt, progressed }: ScanResult,
  page: Page,
  window: TimeWindow,
): number | null {
  const order = page.isBackwards ? opposite(page.order) : page.order;
  const bound = page.isBackwards ? page.after : page.before;
  if (state === 'EXHAUSTED')
    return bound?.place.second ?? (order === 'NEWEST_FIRST' ? window.start : window.end);
  if (state === 'STOPPED') return progressed ? (standsAt?.place.second ?? null) : null;
  return (page.isBackwards ? met.at(0) : met.at(-1))?.event.second ?? null;
}
