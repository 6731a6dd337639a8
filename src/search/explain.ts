import type { Condition } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { EventQueryPlan } from '../model/connection.ts';
import { upstreamPageSize } from '../model/limits.ts';
import type { EventScope } from '../model/question.ts';
import type { Density } from './density.ts';
import type { SearchParts } from './parts.ts';
import { freeze, prepare, settledBefore } from './prepare.ts';
import type { Track } from './reader.ts';
import { residualFields, warningsOf } from './warnings.ts';
import { clipToRetention } from './window.ts';

/** Answers `Query.explainEvents`: what reading the whole window would do and cost. Makes no call. */
export function explainEvents(parts: SearchParts, scope: EventScope, call: Call): EventQueryPlan {
  const prepared = prepare(parts, scope, call);
  const { sources, plan, tracks } = prepared;
  const learned = parts.learned(call.grant);
  const asked = freeze(parts, scope, call);
  const read = clipToRetention(asked, call);
  const seconds = Math.max(0, read.end - read.start);
  const calls = tracks.map((track) => callsOf(track, seconds, learned.density));
  const isKnown = calls.every((count) => count !== null);
  const estimatedCalls = isKnown ? calls.reduce<number>((sum, count) => sum + (count ?? 0), 0) : null;
  return {
    sources: sources.map((source) => ({
      source,
      branches: plan.map(({ conditions }) => ({ pushedDown: conditions.map(attributeOf) })),
      residual: residualFields(plan),
    })),
    estimatedCalls,
    estimatedWaitMs: isKnown ? waitOf(tracks, calls, parts) : null,
    basis: isKnown
      ? 'How close together events were on the last page read of each look-up.'
      : 'Nothing has been read of at least one look-up since the start. Ask `events` once, then ask again.',
    warnings: warningsOf(
      prepared,
      { asked, read, settledBefore: settledBefore(parts, call.nowMs) },
      learned.knownValues,
      call.grant,
    ),
  };
}

function callsOf(track: Track, seconds: number, density: Density): number | null {
  const perSecond = density.of(track);
  return perSecond === null ? null : Math.max(1, Math.ceil((perSecond * seconds) / upstreamPageSize));
}

/** Accounts are read side by side, the sources of one account in turn. */
function waitOf(
  tracks: readonly Track[],
  calls: readonly (number | null)[],
  { callsPerSecond }: SearchParts,
): number {
  const perAccount = new Map<string, number>();
  for (const [index, { source }] of tracks.entries()) {
    perAccount.set(source.accountId, (perAccount.get(source.accountId) ?? 0) + (calls[index] ?? 0));
  }
  return Math.round((Math.max(0, ...perAccount.values()) / callsPerSecond) * 1000);
}

function attributeOf({ field, value }: Condition) {
  return { key: field, value };
}
