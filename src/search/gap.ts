import type { EventOrder, TimeWindow } from '../model/action-trail.ts';
import type { SourceGap } from '../model/connection.ts';
import { type Fault, type FaultCode, faultRules } from '../model/fault.ts';
import type { Source } from '../model/source.ts';

/**
 * The rest of a source's window, from where it broke off, in the direction of the reading: for the remainder of the
 * chain it is not asked for again. Small, since every cursor behind it carries it.
 */
export interface Gap {
  /** Index among the sources of the question. */
  readonly source: number;
  /** Which end of the window is missing, from `second` on. */
  readonly end: 'old' | 'new';
  /** The first second that is missing, seen from the part that was read. */
  readonly second: number;
  readonly code: FaultCode;
  /** The fault itself, on the page that met it. */
  readonly fault?: Fault;
}

/** A gap that begins at this second (and includes it) for a reading in this order. */
export function gapFrom(source: number, second: number, order: EventOrder, fault: Fault): Gap {
  return { source, end: order === 'NEWEST_FIRST' ? 'old' : 'new', second, code: fault.code, fault };
}

/** What is left of a source's window beside its gaps. May be empty (end <= start). */
export function withoutGaps(window: TimeWindow, source: number, gaps: readonly Gap[]): TimeWindow {
  let { start, end } = window;
  for (const gap of gaps) {
    if (gap.source !== source) continue;
    if (gap.end === 'old') start = Math.max(start, gap.second + 1);
    else end = Math.min(end, gap.second);
  }
  return { start, end };
}

export function gapReport(gap: Gap, window: TimeWindow, sources: readonly Source[]): SourceGap | null {
  const source = sources[gap.source];
  if (source === undefined) return null;
  const missing =
    gap.end === 'old' ? { start: window.start, end: gap.second + 1 } : { start: gap.second, end: window.end };
  const { isRetryable } = faultRules[gap.code];
  const detail = gap.fault?.detail;
  return {
    source,
    window: missing,
    error: {
      code: gap.code,
      message: gap.fault?.message ?? 'This part could not be read on an earlier page. Ask for it again.',
      isRetryable,
      retryAfterMs: detail?.retryAfterMs ?? null,
      upstreamRequestId: detail?.upstreamRequestId ?? null,
    },
  };
}
