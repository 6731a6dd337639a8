import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureCold } from './speed/cold.ts';
import { bare, type Contestant, putTogether, trailgraph, without, yoga } from './speed/contestants.ts';
import { measureHalfRate } from './speed/half-rate.ts';
import { measureMemory, measureStart } from './speed/lifetime.ts';
import { type Absent, lineUp, type Ready } from './speed/lineup.ts';
import { pinMyself, pinning } from './speed/machine.ts';
import { installRivals, rivals } from './speed/rivals.ts';
import { type Measured, measure } from './speed/rounds.ts';
import { openStage, type Question, type Stage } from './speed/stage.ts';
import { printFigures, printTable } from './speed/table.ts';
import { targetsOf } from './speed/targets.ts';

// What a page costs, against a bare server and against what else one could have built. See README.md.

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const { pace, lookUps, starts, requests, half } = options.quick
  ? {
      pace: { rounds: 3, warmUpMs: 1000, roundMs: 400, connections: 8 },
      lookUps: { warmUp: 240, count: 60 },
      starts: 1,
      requests: 10_000,
      half: { stretches: 3, stretchMs: 1500 },
    }
  : {
      pace: { rounds: 7, warmUpMs: 3000, roundMs: 1500, connections: 8 },
      lookUps: { warmUp: 1000, count: 240 },
      starts: 3,
      requests: 100_000,
      half: { stretches: 9, stretchMs: 3000 },
    };

const cannotInstall = installRivals();
if (cannotInstall !== null) console.log(cannotInstall);
pinMyself();
console.log(`Node ${process.version}, ${pinning}`);
const stage = await openStage();
try {
  const results = await run(stage);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await stage.close();
}

async function run(on: Stage) {
  const { ready, absent } = await lineUp(on, [bare, trailgraph, ...without, yoga, ...rivals]);
  const readyOf = (wanted: Contestant): Ready => {
    const found = ready.find(({ contestant }) => contestant === wanted);
    if (found !== undefined) return found;
    throw new Error(`${wanted.name}: ${absent.find(({ contestant }) => contestant === wanted)?.reason}`);
  };
  const [base, itself] = [readyOf(bare), readyOf(trailgraph)];
  const ours = [base, itself, readyOf(putTogether)];
  const contestants = ready.map(({ contestant: { name, note } }) => ({ name, note }));
  for (const { name, note } of contestants) console.log(`${name}: ${note}`);
  const { page, merged, others, job } = on.questions;
  const pages = await shown('a page of 50', ready, [page], absent);
  const mergedPages = await shown('a page of 50, merged from 8 sources', ours, [merged]);
  const otherPages = await shown('other pages, filters and viewers', ours, others);
  const jobs = await shown('deliveryJob(id)', ours, [job]);
  const halfRate = await measureHalfRate(
    on,
    { base, trailgraph: itself },
    { ...half, pace: { ...pace, rounds: 3 } },
  );
  const cold = await measureCold(on, lookUps);
  const startSeconds = await measureStart(on, starts);
  const memory = await measureMemory(on, requests);
  const measured = { page: pages.figures, others: otherPages.figures, job: jobs.figures };
  const targets = targetsOf({ ...measured, cold, memory, halfRate });
  const strangersShare = Math.max(...[pages, mergedPages, otherPages, jobs].map((one) => one.strangersShare));
  const notMeasured = absent.map(({ contestant, reason }) => ({ name: contestant.name, reason }));
  const results = {
    at: new Date().toISOString(),
    node: process.version,
    pinning,
    isQuick: options.quick,
    contestants,
    strangersShare,
    ...measured,
    merged: mergedPages.figures,
    notMeasured,
    halfRate,
    cold,
    startSeconds,
    memory,
    targets,
  };
  print(results);
  return results;
}

async function shown(
  title: string,
  ready: readonly Ready[],
  questions: readonly Question[],
  absent: readonly Absent[] = [],
): Promise<Measured> {
  const measured = await measure(ready, questions, pace);
  printFigures(title, measured.figures);
  for (const { contestant, reason } of absent) {
    console.log(
      `NOT MEASURED  ${contestant.name}: ${reason.split('\n').slice(0, 4).join(' / ').slice(0, 400)}`,
    );
  }
  return measured;
}

function print(results: Awaited<ReturnType<typeof run>>): void {
  const { halfRate, cold, startSeconds, memory, targets, strangersShare } = results;
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  const micros = (value: number) => `${value.toFixed(0)} µs`;
  const megabytes = (value: number) => `${value.toFixed(0)} MB`;
  printTable(
    ['Trailgraph', 'figure'],
    [
      [
        `at ${halfRate.perSecond.toFixed(0)} requests a second, half of the most: p50`,
        ms(halfRate.trailgraph.p50Ms),
      ],
      ['the same: p99', ms(halfRate.trailgraph.p99Ms)],
      [`the stand-in, busy with nothing for ${micros(halfRate.busyMicros)}: p50`, ms(halfRate.standIn.p50Ms)],
      ['the same: p99', ms(halfRate.standIn.p99Ms)],
      ['CPU per request: Trailgraph', micros(halfRate.trailgraph.cpuMicros)],
      ['the same: the stand-in', micros(halfRate.standIn.cpuMicros)],
      [`a cold look-up through it, p50 of ${cold.lookUps}`, ms(cold.gatewayMs)],
      ['the same with callApi alone', ms(cold.directMs)],
      ['the difference, look-up by look-up, p50', ms(cold.overheadMs)],
      ['the difference to callApi behind a bare server', ms(cold.overheadOverHttpMs)],
      ['npm start to the first answer', `${startSeconds.toFixed(2)} s`],
      ['resident at rest', megabytes(memory.restMegabytes)],
      [`the most resident during ${memory.requests} requests`, megabytes(memory.mostMegabytes)],
      ['heap after each fifth of them', memory.heapMegabytes.map((heap) => heap.toFixed(1)).join(', ')],
    ],
  );
  printTable(
    ['target', 'measured', 'asked for', ''],
    targets.map(({ question, measured, target, isMet }) => [
      question,
      measured,
      target,
      isMet === null ? '?' : isMet ? 'met' : 'NOT MET',
    ]),
  );
  const share = `${(strangersShare * 100).toFixed(0)} %`;
  console.log(
    `\nOthers took up to ${share} of the machine in a round${strangersShare > 0.1 ? ': IT IS LOADED' : '.'}`,
  );
}
