import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bare, trailgraph, yoga } from './speed/contestants.ts';
import { lineUp } from './speed/lineup.ts';
import { pinMyself, pinning } from './speed/machine.ts';
import { installRivals, rivals } from './speed/rivals.ts';
import { measure, type Pace } from './speed/rounds.ts';
import { openStage } from './speed/stage.ts';
import { printFigures } from './speed/table.ts';

// What a page costs, against a bare server and against what else one could have built. See README.md.

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const pace: Pace = options.quick
  ? { rounds: 3, warmUpMs: 1500, roundMs: 500, connections: 8 }
  : { rounds: 7, warmUpMs: 3000, roundMs: 1500, connections: 8 };

installRivals();
pinMyself();
console.log(pinning);
const stage = await openStage();
try {
  const { ready, absent } = await lineUp(stage, [bare, trailgraph, yoga, ...rivals]);
  for (const { contestant, reason } of absent) console.log(`NOT MEASURED: ${contestant.name}: ${reason}`);
  const page = await measure(ready, [stage.questions.page], pace);
  printFigures('a page of 50', page.figures);
  console.log(`others took up to ${(page.strangersShare * 100).toFixed(0)} % of the machine`);
  const few = ready.filter(({ contestant }) => contestant === bare || contestant === trailgraph);
  printFigures('8 sources merged', (await measure(few, [stage.questions.merged], pace)).figures);
  printFigures('other pages', (await measure(few, stage.questions.others, pace)).figures);
  printFigures('a job', (await measure(few, [stage.questions.job], pace)).figures);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(page, null, 2));
} finally {
  await stage.close();
}
