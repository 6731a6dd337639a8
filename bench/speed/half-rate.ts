import { requestOf, standInFor } from './contestants.ts';
import type { Ready } from './lineup.ts';
import { median, percentile, steady } from './load.ts';
import { measure, type Pace } from './rounds.ts';
import type { Question, Stage } from './stage.ts';

/** How late one server is at a fixed rate, and what it takes: of one stretch, or the medians of several. */
interface Tail {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU per request: at this rate it sleeps in between, and being woken costs. */
  readonly cpuMicros: number;
}

/** Trailgraph at half of what it can do, and a stand-in in turn: what the machine makes of anybody. */
export interface HalfRate {
  readonly perSecond: number;
  readonly trailgraph: Tail;
  readonly standIn: Tail;
  /** For how long the stand-in is busy with nothing before each answer. */
  readonly busyMicros: number;
}

export interface HalfRateOptions {
  readonly stretches: number;
  readonly stretchMs: number;
  /** For finding out what both can do at their most. */
  readonly pace: Pace;
}

export async function measureHalfRate(
  stage: Stage,
  { base, trailgraph }: { readonly base: Ready; readonly trailgraph: Ready },
  { stretches, stretchMs, pace }: HalfRateOptions,
): Promise<HalfRate> {
  const { page } = stage.questions;
  // Anew, and side by side: the machine is not what it was minutes ago.
  const [ofBase, ofTrailgraph] = (await measure([base, trailgraph], [page], pace)).figures;
  if (ofBase === undefined || ofTrailgraph === undefined) throw new Error('one of two was not measured');
  const perSecond = ofTrailgraph.perSecond / 2;
  // Were it faster than the bare server, that would do as it is.
  const busyMicros = Math.max(0, ofTrailgraph.cpuMicros - ofBase.cpuMicros);
  const contestant = standInFor(busyMicros);
  const standIn = { contestant, started: await contestant.start(stage) };
  // Compilers come in; and once more when the load is another one.
  await measure([standIn], [page], { ...pace, rounds: 1 });
  const play = (one: Ready) => playStretch(one, page, { perSecond, durationMs: stretchMs });
  const [ours, standIns]: [Tail[], Tail[]] = [[], []];
  for (const one of [standIn, trailgraph, standIn, trailgraph]) await play(one);
  for (let nth = 0; nth < stretches; nth += 1) {
    standIns.push(await play(standIn));
    ours.push(await play(trailgraph));
  }
  return { perSecond, trailgraph: middleOf(ours), standIn: middleOf(standIns), busyMicros };
}

/** What was put off while it stood still is not counted; at half the rate it takes twice as long as in `rounds.ts`. */
const leadInMs = 300;

function playStretch(
  { contestant, started }: Ready,
  page: Question,
  rate: { readonly perSecond: number; readonly durationMs: number },
): Promise<Tail> {
  const exchanges = [{ request: requestOf(contestant, page), expected: page.answer }];
  const load = { port: started.port, exchanges, connections: 32, ...rate };
  return started.whileRunning(async () => {
    await steady({ ...load, durationMs: leadInMs });
    const before = await started.usage();
    const { latencies, requests } = await steady(load);
    const { cpuMicros } = await started.usage();
    return {
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuMicros: (cpuMicros - before.cpuMicros) / requests,
    };
  });
}

function middleOf(stretches: readonly Tail[]): Tail {
  return {
    p50Ms: median(stretches.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(stretches.map(({ p99Ms }) => p99Ms)),
    cpuMicros: median(stretches.map(({ cpuMicros }) => cpuMicros)),
  };
}
