import type { Behaviour } from './behaviour.ts';
import type { Params } from './call.ts';
import { apiError } from './errors.ts';

/** Epoch seconds. Which of the two are part of the window is a matter of `Behaviour.bounds`. */
export interface LookupWindow {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400;
const DEFAULT_DAYS = 7;
const LOOK_BACK_DAYS = 90;
const LONGEST_SPAN_DAYS = 30;

/** StartTime and EndTime, or the last seven days. An end in the future is accepted. */
export function windowFrom(params: Params, nowSecond: number, behaviour: Behaviour): LookupWindow {
  const startText = params.get('StartTime');
  const endText = params.get('EndTime');
  if (behaviour.loneBound === 'refused') {
    if (startText === undefined && endText !== undefined) throw apiError('InvalidParameterStartTime');
    if (startText !== undefined && endText === undefined) throw apiError('InvalidParameterEndTime');
  }
  const start = startText === undefined ? nowSecond - DEFAULT_DAYS * DAY : parseSecond(startText);
  if (start === undefined) throw apiError('InvalidParameterStartTime');
  const end = endText === undefined ? nowSecond : parseSecond(endText);
  if (end === undefined) throw apiError('InvalidParameterEndTime');
  checkWindow({ start, end }, nowSecond, behaviour);
  return { start, end };
}

function checkWindow({ start, end }: LookupWindow, nowSecond: number, behaviour: Behaviour): void {
  if (end <= start) throw apiError('InvalidParameterCombination');
  if (start > nowSecond) throw apiError('InvalidParameterStartTimeExceedsCurrent');
  if (start < nowSecond - LOOK_BACK_DAYS * DAY) throw apiError('InvalidParameterStartTimeOutOfDate');
  if (behaviour.thirtyDaySpan && end - start > LONGEST_SPAN_DAYS * DAY) {
    throw apiError('InvalidParameterDateOutOfRange');
  }
}

/** Only `YYYY-MM-DDThh:mm:ssZ`, and only days that exist: JavaScript would read February 30 as March 2. */
function parseSecond(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  return time / 1000;
}
