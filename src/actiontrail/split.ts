import type {
  ActionTrail,
  Continuation,
  EventLookUp,
  EventOrder,
  EventPage,
  TimeWindow,
} from '../model/action-trail.ts';
import { Fault } from '../model/fault.ts';
import { widenedSeconds } from './look-up.ts';
import { restOf } from './stretch.ts';

/** How ActionTrail refuses a window as too long. The 2017 API allowed 30 days; a live answer of 2025 spans 55. */
const tooLongCodes = new Set(['InvalidParameterDateOutOfRange', 'InvalidTimeRangeException']);

/** Thirty days as asked on the wire, less a minute, since it is unknown whether thirty days sharp are too long. */
const longestSeconds = 30 * 86_400 - 2 * widenedSeconds - 60;

/**
 * A layer: a window that ActionTrail refuses as too long is walked in parts, in the order of the question. Learned once
 * per account, for as long as the process lives.
 */
export function split() {
  const accountsWithLimit = new Set<string>();
  return (next: ActionTrail): ActionTrail => ({
    ...next,
    async lookUpEvents(lookUp, call) {
      const { account } = lookUp.source;
      const asked = lookUp.from?.window ?? lookUp.window;
      const isLong = asked.end - asked.start > longestSeconds;
      // A token is only good for the window that it was issued for, which therefore was not refused.
      const isParted = accountsWithLimit.has(account) && (lookUp.from?.token ?? null) === null;
      try {
        if (!isParted || !isLong) return continued(await next.lookUpEvents(lookUp, call), lookUp);
      } catch (error) {
        if (!isLong || !isTooLong(error)) throw error;
        accountsWithLimit.add(account);
      }
      const part = firstPart(asked, lookUp.order);
      const from = { window: part, token: null, second: lookUp.from?.second ?? edgeOf(part, lookUp.order) };
      const partly = { ...lookUp, from };
      return continued(await next.lookUpEvents(partly, call), partly);
    },
  });
}

/** At the end of a part the next one begins, until the end of the window is reached. */
function continued(page: EventPage, { window, order, from }: EventLookUp): EventPage {
  if (page.next !== null || from === null) return page;
  const rest = restOf(window, from.window, order);
  if (rest === null) return page;
  const second = page.events.at(-1)?.second ?? from.second;
  const next: Continuation = Object.freeze({ window: rest, token: null, second });
  return Object.freeze({ ...page, next });
}

function firstPart({ start, end }: TimeWindow, order: EventOrder): TimeWindow {
  return order === 'NEWEST_FIRST'
    ? { start: Math.max(start, end - longestSeconds), end }
    : { start, end: Math.min(end, start + longestSeconds) };
}

function edgeOf({ start, end }: TimeWindow, order: EventOrder): number {
  return order === 'NEWEST_FIRST' ? end - 1 : start;
}

function isTooLong(error: unknown): boolean {
  return error instanceof Fault && tooLongCodes.has(error.detail.upstreamCode ?? '');
}
