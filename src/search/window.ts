import type { TimeWindow } from '../model/action-trail.ts';
import { badUserInput } from '../model/fault.ts';
import type { Grant } from '../model/grant.ts';
import { limits } from '../model/limits.ts';
import type { AskedWindow } from '../model/question.ts';
import { ceilMinute, earliestSecond, floorMinute } from '../model/retention.ts';
import { formatInstant, formatSecond } from '../model/time.ts';

/** How far back may be read depends on when and by whom. */
export type Reach = { readonly nowMs: number; readonly grant: Grant };

const day = 86_400;
const defaultPastSeconds = 7 * day;

/**
 * Freezes what was asked into an absolute window of whole seconds; not yet clipped to the retention.
 * Sub-seconds are rounded outwards. Relative bounds snap outwards to whole minutes, so that people who ask the
 * same thing ask the same thing; ActionTrail accepts an end in the future.
 */
export function freezeWindow(asked: AskedWindow, at: Reach): TimeWindow {
  const { nowMs } = at;
  const { startMs, endMs, pastSeconds } = asked;
  if (startMs != null && pastSeconds != null) {
    throw badUserInput('window: give `start` or `past`, not both; `past` counts back from now.');
  }
  if (pastSeconds === 0) throw badUserInput('window.past: expected a duration above zero, got zero.');
  // Nothing can have happened after now; a later end means now.
  const end = Math.min(ceilMinute(nowMs), endMs == null ? Number.POSITIVE_INFINITY : Math.ceil(endMs / 1000));
  const start = startMs == null ? defaultStart(asked, end, nowMs) : Math.floor(startMs / 1000);
  if (start * 1000 > nowMs) {
    const now = formatInstant(Math.floor(nowMs / 1000) * 1000);
    throw badUserInput(`window: expected a start in the past, got ${formatSecond(start)}; it is ${now}.`);
  }
  if (end <= start) {
    throw badUserInput(
      `window: expected an end after the start, got ${formatSecond(start)} to ${formatSecond(end)}.`,
    );
  }
  const earliest = earliestSecond(at);
  if (end <= earliest) {
    throw badUserInput(
      `window: ${reachText(at.grant)}, so expected an end after ${formatSecond(earliest)}, ` +
        `got ${formatSecond(end)}.`,
    );
  }
  return { start, end };
}

function defaultStart({ endMs, pastSeconds }: AskedWindow, end: number, nowMs: number): number {
  if (pastSeconds != null) return floorMinute(nowMs - pastSeconds * 1000);
  return endMs == null ? floorMinute(nowMs - defaultPastSeconds * 1000) : end - defaultPastSeconds;
}

/** Why nothing older can be had, as a clause. */
export function reachText({ pastSeconds }: Grant): string {
  const isShorter = pastSeconds !== null && pastSeconds < limits.retentionDays * day;
  return isShorter
    ? 'your rights do not reach further back'
    : `ActionTrail keeps ${limits.retentionDays} days`;
}

/** The part of a window that ActionTrail can still answer for, and that is granted; possibly empty (end <= start). */
export function clipToRetention(window: TimeWindow, at: Reach): TimeWindow {
  return { start: Math.max(window.start, earliestSecond(at)), end: window.end };
}
