import type { TimeWindow } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { BoundedCount, EventConnection } from '../model/connection.ts';
import { badUserInput } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import { inBackground, withOwnTally } from '../model/part-of-call.ts';
import type { EventCountQuestion, EventQuestion, PageArguments } from '../model/question.ts';
import { openBudget } from './budget.ts';
import { type EventCursors, eventCursors } from './cursor.ts';
import type { Resume } from './cursor-record.ts';
import { type Gap, withGap } from './gap.ts';
import { lazy } from './lazy.ts';
import { firstSecond, isEmpty, nextSecond, opposite } from './order.ts';
import type { SearchParts } from './parts.ts';
import { freeze, type Prepared, prepare } from './prepare.ts';
import type { MetEvent } from './reader.ts';
import type { ScanRequest } from './reading.ts';
import { isSettled, type Page, reportOf, type ScanRun } from './report.ts';
import { placeOf, type ScanResult, scan } from './scan.ts';
import { clipToRetention } from './window.ts';

/** Answers `Query.events`. Everything is checked before the first call. */
export async function eventConnection(
  parts: SearchParts,
  question: EventQuestion,
  outer: Call,
): Promise<EventConnection> {
  const known = parts.knownPages.recall(question, outer, (call) => freeze(parts, question, call));
  if (known !== null) return known;
  const { size, isBackwards } = pageSize(question.page, parts);
  const prepared = prepare(parts, question, outer);
  const { sources } = prepared;
  const { order, filter } = question;
  const cursors = eventCursors(parts.sealer, { sources, order, filter }, question.window);
  const after = question.page.after === null ? null : cursors.open(question.page.after);
  const before = question.page.before === null ? null : cursors.open(question.page.before);
  const asked = sameWindow(after, before) ?? freeze(parts, question, outer);
  const gaps = allGaps(after, before);
  const page = { after, before, isBackwards, size, gaps, order };
  const run = await runScan(parts, prepared, page, asked, question, outer);
  const window = after?.window ?? before?.window ?? run.window;
  const connection = { ...pageOf(run.result, cursors, window, page), window };
  if (isSettled(run)) {
    const { window: read, result } = run;
    const kept = { ...connection, edges: Object.freeze([...connection.edges]) };
    const again = (call: Call) => toldAgain(parts, kept, run, call);
    parts.knownPages.keep(question, outer, { asked, window: read, length: result.met.length, again });
  }
  return { ...connection, scan: reportOf(parts, run, outer) };
}

/** The look-ups that it saves count as what they would have been: answers from memory, of these sources. */
function toldAgain(
  parts: SearchParts,
  connection: Omit<EventConnection, 'scan'>,
  run: ScanRun,
  call: Call,
): EventConnection {
  call.tally.repeat(run.tally);
  return { ...connection, scan: reportOf(parts, { ...run, waitedMs: 0 }, call) };
}

/** Answers `Query.eventCount`: a page of everything, of which only the length is kept. */
export async function countEvents(
  parts: SearchParts,
  question: EventCountQuestion,
  outer: Call,
): Promise<BoundedCount> {
  const prepared = prepare(parts, question, outer);
  const asked = freeze(parts, question, outer);
  const size = Number.POSITIVE_INFINITY;
  const page = {
    after: null,
    before: null,
    isBackwards: false,
    size,
    gaps: [],
    order: 'NEWEST_FIRST' as const,
  };
  const call = inBackground(outer);
  const run = await runScan(parts, prepared, page, asked, question, call);
  const { result } = run;
  const report = reportOf(parts, run, call);
  const isExact = result.state === 'EXHAUSTED' && report.missing.length === 0;
  return { count: result.met.length, relation: isExact ? 'EXACT' : 'AT_LEAST', scan: report };
}

async function runScan(
  parts: SearchParts,
  prepared: Prepared,
  page: Page,
  asked: TimeWindow,
  { budget: askedBudget }: Pick<EventQuestion, 'budget'>,
  outer: Call,
): Promise<ScanRun> {
  const { actionTrail, elapsed } = parts;
  const { density, knownValues } = parts.learned(outer.grant);
  const { tracks } = prepared;
  const window = clipToRetention(asked, outer);
  const call = withOwnTally(outer);
  const budget = openBudget(parts, askedBudget, tracks.length, call);
  const onEvent: ScanRequest['onEvent'] = (event, track) => {
    parts.compare(event, track);
    knownValues.note(event);
  };
  const begin = elapsed();
  const result =
    nothingToRead(prepared, page, window) ??
    (await scan({ ...page, actionTrail, tracks, window, budget, onEvent, onPage: density.note }));
  const { by, retryAfterMs } = result.stop ?? { by: null, retryAfterMs: null };
  if (by === 'THROTTLED' && retryAfterMs !== null) call.tally.notePutOff(retryAfterMs);
  return { prepared, page, asked, window, result, tally: call.tally, waitedMs: elapsed() - begin };
}

/** Nothing is asked where nothing can come: an empty page, an impossible filter, an overtaken window. */
function nothingToRead({ tracks }: Prepared, page: Page, window: TimeWindow): ScanResult | null {
  const nothing = { met: [], stop: null, gaps: page.gaps, examined: 0, standsAt: null, progressed: true };
  if (tracks.length === 0 || isEmpty(window)) return { ...nothing, state: 'EXHAUSTED' };
  return page.size > 0 ? null : { ...nothing, state: 'PAGE_FULL', standsAt: beginning(page, window) };
}

/** Where a page begins that has no event yet. */
function beginning({ after, before, isBackwards, order }: Page, window: TimeWindow): ScanResult['standsAt'] {
  const begin = isBackwards ? before : after;
  if (begin !== null) return begin;
  const second = isBackwards
    ? nextSecond(firstSecond(window, opposite(order)), order)
    : firstSecond(window, order);
  return { place: { second, source: 0, eventId: null }, hint: null };
}

function pageSize(
  { first, last }: PageArguments,
  { maxPageSize }: SearchParts,
): { readonly size: number; readonly isBackwards: boolean } {
  if (first !== null && last !== null) throw badUserInput('Give `first` or `last`, not both.');
  const [name, size] = last === null ? ['first', first ?? limits.defaultPageSize] : ['last', last];
  if (size < 0 || size > maxPageSize) {
    throw badUserInput(`${name}: expected 0 to ${maxPageSize}, got ${size}. Ask for the rest with cursors.`);
  }
  return { size, isBackwards: last !== null };
}

/** Cursors of one chain carry the same window. */
function sameWindow(after: Resume | null, before: Resume | null): TimeWindow | null {
  if (after !== null && before !== null) {
    const isSame = after.window.start === before.window.start && after.window.end === before.window.end;
    if (!isSame) throw badUserInput('after, before: expected cursors of one window, got cursors of two.');
  }
  return after?.window ?? before?.window ?? null;
}

function allGaps(after: Resume | null, before: Resume | null): readonly Gap[] {
  return (before?.gaps ?? []).reduce(withGap, after?.gaps ?? []);
}

function pageOf(
  { met, state, gaps, standsAt }: ScanResult,
  cursors: EventCursors,
  window: TimeWindow,
  { after, before, isBackwards }: Page,
): Pick<EventConnection, 'edges' | 'pageInfo'> {
  const resumeAt = (one: MetEvent): Resume => ({
    window,
    place: placeOf(one),
    gaps,
    hint: isBackwards ? null : one.hint,
  });
  // Who asks for one wants them all: sealed together, and only then.
  const sealed = lazy(() => cursors.seal(met.map(resumeAt)));
  const edges = met.map((one, index) => ({ node: one.event, cursor: () => sealed()[index] ?? '' }));
  const canGoOn = state !== 'EXHAUSTED';
  const seal = (resume: Resume | null) => (resume === null ? null : (cursors.seal([resume])[0] ?? null));
  const sealAt = (one: MetEvent | undefined) => (one === undefined ? null : seal(resumeAt(one)));
  const going = () => seal(standsAt && { window, gaps, ...standsAt });
  return {
    edges,
    pageInfo: {
      hasNextPage: isBackwards ? before !== null : canGoOn,
      hasPreviousPage: isBackwards ? canGoOn : after !== null,
      startCursor: lazy(() => (isBackwards ? going() : null) ?? sealAt(met.at(0))),
      endCursor: lazy(() => (isBackwards ? null : going()) ?? sealAt(met.at(-1))),
    },
  };
}
