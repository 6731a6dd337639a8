import type { Call } from '../model/call.ts';
import type { ScanStop } from '../model/connection.ts';
import { badUserInput, type Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import { withDeadline } from '../model/part-of-call.ts';
import type { AskedBudget } from '../model/question.ts';
import type { SearchParts } from './parts.ts';

/** Ends a scan early; what was read until then stands. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly by: ScanStop;
  readonly retryAfterMs: number | null;

  constructor(by: ScanStop, retryAfterMs: number | null = null) {
    super(by);
    this.by = by;
    this.retryAfterMs = retryAfterMs;
  }
}

/** When to come back where nothing better is known. */
const pauseMs = 1000;

/** What one scan may spend. */
export interface Budget {
  /** The call to make look-ups with: it ends with the budget's time, if that comes before the request's. */
  readonly call: Call;
  /**
   * How many calls may be made now. Throws `Stop` when there are none left, or no time. A page that has not advanced
   * yet may go on beyond its calls, up to the operator's maximum: an answer that brings nobody further helps nobody.
   */
  callsLeft(hasAdvanced: boolean): number;
  /** A fault that means "later" as a `Stop`; null for one that means "not from this source". */
  stopFor(fault: Fault): Stop | null;
}

/** Throws BAD_USER_INPUT for a budget outside of the limits. `pages`: how many tracks have a first page to be read. */
export function openBudget(
  { elapsed, maxUpstreamCalls, maxWaitMs }: SearchParts,
  asked: AskedBudget,
  pages: number,
  call: Call,
): Budget {
  const { defaultUpstreamCalls, defaultWaitMs } = limits;
  const calls =
    pages + within('maxUpstreamCalls', asked.maxUpstreamCalls, defaultUpstreamCalls, maxUpstreamCalls);
  const askedMs = asked.maxWaitSeconds === null ? null : asked.maxWaitSeconds * 1000;
  const waitMs = within('maxWait', askedMs, defaultWaitMs, maxWaitMs, inSeconds);
  const until = elapsed() + waitMs;
  const isOwnDeadline = until < call.deadline;
  return {
    call: withDeadline(call, until),
    callsLeft(hasAdvanced) {
      if (elapsed() >= until) throw new Stop('TIME_BUDGET', hasAdvanced ? null : pauseMs);
      const spent = call.tally.upstreamCalls;
      if (spent < calls) return calls - spent;
      if (!hasAdvanced && spent < pages + maxUpstreamCalls) return 1;
      throw new Stop('CALL_BUDGET', hasAdvanced ? null : pauseMs);
    },
    stopFor({ code, detail: { retryAfterMs = null } }) {
      if (code === 'UPSTREAM_THROTTLED') return new Stop('THROTTLED', retryAfterMs ?? pauseMs);
      if (code === 'UPSTREAM_BUSY')
        return new Stop(isOwnDeadline ? 'TIME_BUDGET' : 'THROTTLED', retryAfterMs);
      if (code === 'DEADLINE_EXCEEDED') return new Stop(isOwnDeadline ? 'TIME_BUDGET' : 'DEADLINE', pauseMs);
      return null;
    },
  };
}

function within(
  name: string,
  asked: number | null,
  byDefault: number,
  most: number,
  shown: (value: number) => string = String,
): number {
  if (asked !== null && (asked < 0 || asked > most)) {
    throw badUserInput(`budget.${name}: expected ${shown(0)} to ${shown(most)}, got ${shown(asked)}.`);
  }
  return asked ?? Math.min(byDefault, most);
}

function inSeconds(ms: number): string {
  return `PT${ms / 1000}S`;
}
