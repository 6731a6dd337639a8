import type { TimeWindow } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import { badUserInput } from '../model/fault.ts';
import { mayUse, visibleSources } from '../model/grant.ts';
import { limits } from '../model/limits.ts';
import type { EventScope } from '../model/question.ts';
import { type Source, selectSources } from '../model/source.ts';
import type { SearchParts } from './parts.ts';
import { mostBranches, type Plan, planFilter } from './plan.ts';
import type { Track } from './reader.ts';
import { type Expression, parseFilter } from './terms.ts';
import { freezeWindow } from './window.ts';
import { withinGrant } from './within-grant.ts';

/** A question that has been checked and planned, before any call. */
export interface Prepared {
  /** In the order in which events of one second are listed: by account, then region. */
  readonly sources: readonly Source[];
  readonly filter: Expression;
  readonly plan: Plan;
  /** Every branch of every source. */
  readonly tracks: readonly Track[];
}

/** Throws BAD_USER_INPUT for a filter that makes no sense, and for more sources than can be read in time. */
export function prepare(parts: SearchParts, scope: Omit<EventScope, 'window'>, call: Call): Prepared {
  const filter = parseFilter(scope.filter);
  const bounded = withinGrant(filter, call.grant);
  const sources = selectSources(readableSources(parts, call), scope.sources).toSorted(byName);
  if (sources.length === 0)
    throw badUserInput('sources: expected at least one source with at least one region, got none.');
  const plan = planFilter(bounded, Math.min(mostBranches, branchesInTime(parts, sources)));
  const tracks = sources.flatMap((source, sourceIndex) =>
    plan.map((branch) => ({ source, sourceIndex, branch })),
  );
  return { sources, filter, plan, tracks: tracks.map((track, index) => ({ ...track, index })) };
}

/** The sources whose events may be read in the name of a call; the others are as if they were not configured. */
export function readableSources({ sources }: SearchParts, { grant }: Call): readonly Source[] {
  return mayUse(grant, 'audit:read') ? visibleSources(grant, sources) : [];
}

/** The frozen window of a first page, in seconds; clipped to what is settled where that was asked for. */
export function freeze(parts: SearchParts, { window }: Pick<EventScope, 'window'>, call: Call): TimeWindow {
  const frozen = freezeWindow(window, call);
  if (window.settledOnly !== true) return frozen;
  return {
    start: frozen.start,
    end: Math.max(frozen.start, Math.min(frozen.end, settledBefore(parts, call.nowMs))),
  };
}

/** The first second that late arrivals may still reach. */
export function settledBefore({ settleDelaySeconds }: SearchParts, nowMs: number): number {
  return Math.floor(nowMs / 1000) - settleDelaySeconds;
}

/**
 * Each look-up takes a call of its account before the first event can be given out; turns keep some distance. Gives
 * how many look-ups each source may take. Throws BAD_USER_INPUT where there is no time for one each.
 */
function branchesInTime(parts: SearchParts, sources: readonly Source[]): number {
  if (sources.length > limits.maxSources) {
    throw badUserInput(`sources: expected at most ${limits.maxSources}, got ${sources.length}. ${askApart}`);
  }
  const seconds = Math.min(parts.requestTimeoutMs, limits.defaultWaitMs) / 1000;
  const perAccount = Math.max(1, Math.floor(seconds * parts.callsPerSecond * 0.9));
  const accounts = [...Map.groupBy(sources, ({ accountId }) => accountId).values()];
  const [largest = []] = accounts.toSorted((a, b) => b.length - a.length);
  if (largest.length > perAccount) {
    throw badUserInput(
      `sources: expected at most ${perAccount} regions of account ${JSON.stringify(largest[0]?.account)}, which is ` +
        `what its ${parts.callsPerSecond} calls a second allow in time, got ${largest.length}. ${askApart}`,
    );
  }
  return Math.floor(perAccount / Math.max(1, largest.length));
}

const askApart = 'Ask for the others in a question of their own.';

function byName(a: Source, b: Source): number {
  return compare(a.account, b.account) || compare(a.region, b.region);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
