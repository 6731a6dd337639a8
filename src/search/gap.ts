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
  /** Which end of the window is missing, from `second` on; or all of it, where both ends were. */
  readonly end: 'old' | 'new' | 'all';
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

/** The gaps with one more. A source that broke off at both ends is given up as a whole: one gap per source. */
export function withGap(gaps: readonly Gap[], gap: Gap): readonly Gap[] {
  const known = gaps.find(({ source }) => source === gap.source);
  if (known === undefined) return [...gaps, gap];
  const merged: Gap = known.end === gap.end ? known : { ...gap, end: 'all' };
  return gaps.map((one) => (one === known ? merged : one));
}

/** What is left of a source's window beside its gaps. May be empty (end <= start). */
export function withoutGaps(window: TimeWindow, source: number, gaps: readonly Gap[]): TimeWindow {
  let { start, end } = window;
  for (const gap of gaps) {
    if (gap.source !== source) continue;
    if (gap.end === 'all') return { start, end: start };
    if (gap.end === 'old') start = Math.max(start, gap.second + 1);
    else end = Math.min(end, gap.second);
  }
  return { start, end };
}

export function gapReport(gap: Gap, window: TimeWindow, sources: readonly Source[]): SourceGap | null {
  const source = sources[gap.source];
  if (source === undefined) return null;
  const missing = missingPart(gap, window);
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

function missingPart({ end, second }: Gap, window: TimeWindow): TimeWindow {
  if (end === 'all') return window;
  return end === 'old' ? { start: window.start, end: second + 1 } : { start: second, end: window.end };
}
