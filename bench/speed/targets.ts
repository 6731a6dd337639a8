import type { Cold } from './cold.ts';
import type { HalfRate } from './half-rate.ts';
import type { Memory } from './lifetime.ts';
import type { Figure } from './rounds.ts';

/** Everything that one run has measured; what could not be measured is missing in the lists. */
export interface Results {
  readonly page: readonly Figure[];
  readonly others: readonly Figure[];
  readonly job: readonly Figure[];
  readonly cold: Cold;
  readonly memory: Memory;
  readonly halfRate: HalfRate;
}

export interface Target {
  readonly question: string;
  readonly measured: string;
  readonly target: string;
  /** Null: it could not be measured, or a server that does nothing misses it as well. */
  readonly isMet: boolean | null;
}

export function targetsOf({ page, others, job, cold, memory, halfRate }: Results): readonly Target[] {
  const executed = cpuOf(page, 'Trailgraph, all fields executed');
  const answered = cpuOf(page, 'Trailgraph');
  const most = (question: string, value: number, limit: number, unit: string): Target => ({
    question,
    measured: Number.isNaN(value) ? 'not measured' : `${value.toFixed(2)} ${unit}`,
    target: `at most ${limit} ${unit}`,
    isMet: Number.isNaN(value) ? null : value <= limit,
  });
  const least = (rival: string, limit: number, ours = executed, what = ', all fields executed'): Target => {
    const value = cpuOf(page, rival) / ours;
    return {
      question: `page of 50${what}, against ${rival}`,
      measured: Number.isNaN(value) ? 'not measured' : `${value.toFixed(2)} x less CPU`,
      target: `${limit === 1 ? 'more than' : 'at least'} ${limit} x less`,
      isMet: Number.isNaN(value) ? null : limit === 1 ? value > 1 : value >= limit,
    };
  };
  return [
    most('page of 50, all fields executed', ratioOf(page, 'Trailgraph, all fields executed'), 8, 'x bare'),
    least('Apollo Server', 5),
    least('graphql-yoga + Pothos', 3.5),
    least('Mercurius + JIT, lean', 1),
    least('Hive Gateway', 10, answered, ''),
    least('GraphQL Mesh', 10, answered, ''),
    most('events answered before in the same selection', ratioOf(others, 'Trailgraph'), 3, 'x bare'),
    most('deliveryJob(id) from memory', ratioOf(job, 'Trailgraph'), 4, 'x bare'),
    most('overhead over callApi on a cold look-up, p50', cold.overheadMs, 1.5, 'ms'),
    tailOf(halfRate),
    most('resident under load', memory.mostMegabytes, 200, 'MB'),
    most(`growth of the heap over ${memory.requests} requests`, memory.growth * 100, 2, '%'),
  ];
}

/** Up to so many times as late as the stand-in nobody can tell it from the machine: runs had 0.9 to 1.6. */
const mostTimesAsLate = 2;
/** A stand-in that takes more CPU than so many times Trailgraph's excuses nothing. A lighter one is only stricter. */
const mostTimesTheCpu = 1.15;

/**
 * Where a server that is busy with nothing misses the target as well, this machine cannot tell. Both against the p50 of
 * Trailgraph: the stand-in's own is a little shorter.
 */
function tailOf({ trailgraph, standIn }: HalfRate): Target {
  const limit = 10;
  const ours = trailgraph.p99Ms / trailgraph.p50Ms;
  const standIns = standIn.p99Ms / trailgraph.p50Ms;
  const isFair = standIn.cpuMicros <= mostTimesTheCpu * trailgraph.cpuMicros;
  const isMachine = isFair && standIns > limit && ours <= mostTimesAsLate * standIns;
  return {
    question: 'p99 at half of the maximum rate',
    measured: `${ours.toFixed(1)} x p50; the stand-in ${standIns.toFixed(1)} x the same${isFair ? '' : ', too heavy'}`,
    target: `at most ${limit} x p50`,
    isMet: ours <= limit || (isMachine ? null : false),
  };
}

function ratioOf(figures: readonly Figure[], wanted: string): number {
  return figures.find(({ name }) => name === wanted)?.ratio ?? Number.NaN;
}

function cpuOf(figures: readonly Figure[], wanted: string): number {
  return figures.find(({ name }) => name === wanted)?.cpuMicros ?? Number.NaN;
}
