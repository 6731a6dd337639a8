import type { Grant } from './grant.ts';
import { limits } from './limits.ts';

/** Stay away from the far edge of the retention, which moves while a scan is under way. */
const marginSeconds = 3600;

/** The first second that may be asked for: 90 days back, less a margin, or as far as is granted. On a whole minute. */
export function earliestSecond({ nowMs, grant }: { readonly nowMs: number; readonly grant: Grant }): number {
  const kept = ceilMinute(nowMs) - limits.retentionDays * 86_400 + marginSeconds;
  return Math.max(kept, earliestGranted(grant, nowMs));
}

/** The first second that a grant reaches back to, on a whole minute; minus infinity where it does not say. */
export function earliestGranted({ pastSeconds }: Grant, nowMs: number): number {
  return pastSeconds === null ? Number.NEGATIVE_INFINITY : ceilMinute(nowMs) - pastSeconds;
}

/** Epoch milliseconds to the epoch second of the minute's start. */
export function floorMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60;
}

/** Epoch milliseconds to the epoch second of the next minute's start, or of this one. */
export function ceilMinute(ms: number): number {
  return Math.ceil(ms / 60_000) * 60;
}
