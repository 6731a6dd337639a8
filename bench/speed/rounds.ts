import { ask } from './client.ts';
import { type Contestant, requestOf } from './contestants.ts';
import type { Ready } from './lineup.ts';
import { type Load, median, percentile, saturate } from './load.ts';
import { coreSeconds } from './machine.ts';
import type { Question } from './stage.ts';

export interface Pace {
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly roundMs: number;
  readonly connections: number;
}

/** One contestant on one set of questions. Times in microseconds and milliseconds, medians over the rounds. */
export interface Figure {
  readonly name: string;
  readonly cpuMicros: number;
  /** CPU per request against the first contestant's, each round by itself. */
  readonly ratio: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMegabytes: number;
  readonly requests: number;
  /** The server had time left: it could have answered more. */
  readonly isServerIdle: boolean;
}

export interface Measured {
  readonly figures: readonly Figure[];
  /** The largest share of the machine that others took in a round, 0 to 1. */
  readonly strangersShare: number;
}

interface Round {
  readonly load: Load;
  readonly cpuMicros: number;
  readonly residentBytes: number;
  /** CPU of the server by time: 1 is all that one core can do. */
  readonly serverShare: number;
  readonly strangersShare: number;
}

/** Round by round in turn, so that what the machine does meanwhile is done to all. The first is what ratios go by. */
export async function measure(
  ready: readonly Ready[],
  questions: readonly Question[],
  pace: Pace,
): Promise<Measured> {
  const rounds = new Map<Contestant, Round[]>(ready.map(({ contestant }) => [contestant, []]));
  for (const one of ready) {
    await remember(one, questions);
    await warmUp(one, questions, pace);
  }
  for (let nth = 0; nth < pace.rounds; nth += 1) {
    for (const one of ready) {
      rounds.get(one.contestant)?.push(await playRound(one, questions, pace, pace.roundMs));
    }
  }
  const base = [...rounds.values()][0] ?? [];
  const figures = ready.map(({ contestant }) =>
    figureOf(contestant.name, rounds.get(contestant) ?? [], base),
  );
  const all = [...rounds.values()].flat();
  return { figures, strangersShare: Math.max(...all.map(({ strangersShare }) => strangersShare)) };
}

/** What is to be answered from memory is asked before. */
async function remember({ contestant, started }: Ready, questions: readonly Question[]): Promise<void> {
  await started.whileRunning(async () => {
    for (const question of [...questions, ...questions]) {
      await ask(started.port, requestOf(contestant, question));
    }
  });
}

/** As long as it takes compilers to come in; slow servers get a few times as long. */
async function warmUp(one: Ready, questions: readonly Question[], pace: Pace): Promise<void> {
  let requests = 0;
  for (let nth = 0; nth < 4 && requests < 3000; nth += 1) {
    requests += (await playRound(one, questions, pace, pace.warmUpMs)).load.requests;
  }
}

function playRound(
  ready: Ready,
  questions: readonly Question[],
  pace: Pace,
  durationMs: number,
): Promise<Round> {
  return ready.started.whileRunning(() => play(ready, questions, pace, durationMs));
}

/** What it has put off while it stood still is not counted. */
const leadInMs = 150;

async function play(
  { contestant, started }: Ready,
  questions: readonly Question[],
  { connections }: Pace,
  durationMs: number,
): Promise<Round> {
  const exchanges = questions.map((question) => ({
    request: requestOf(contestant, question),
    expected: question.answer,
  }));
  const { port } = started;
  await saturate({ port, exchanges, connections, durationMs: leadInMs });
  const before = await started.usage();
  const client = process.cpuUsage();
  const machine = coreSeconds();
  const load = await saturate({ port, exchanges, connections, durationMs });
  const { user, system } = process.cpuUsage(client);
  const { busy, all } = coreSeconds();
  const after = await started.usage();
  const serverSeconds = (after.cpuMicros - before.cpuMicros) / 1e6;
  const clientSeconds = (user + system) / 1e6;
  return {
    load,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / load.requests,
    residentBytes: after.residentBytes,
    serverShare: serverSeconds / load.seconds,
    strangersShare: (busy - machine.busy - serverSeconds - clientSeconds) / (all - machine.all),
  };
}

function figureOf(name: string, rounds: readonly Round[], base: readonly Round[]): Figure {
  const middle = (value: (round: Round, nth: number) => number) => median(rounds.map(value));
  return {
    name,
    cpuMicros: middle(({ cpuMicros }) => cpuMicros),
    ratio: middle(({ cpuMicros }, nth) => cpuMicros / (base[nth]?.cpuMicros ?? Number.NaN)),
    perSecond: middle(({ load }) => load.requests / load.seconds),
    p50Ms: middle(({ load }) => percentile(load.latencies, 0.5)),
    p99Ms: middle(({ load }) => percentile(load.latencies, 0.99)),
    residentMegabytes: middle(({ residentBytes }) => residentBytes / 2 ** 20),
    requests: rounds.reduce((sum, { load }) => sum + load.requests, 0),
    isServerIdle: middle(({ serverShare }) => serverShare) < 0.9,
  };
}
