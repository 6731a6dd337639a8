import { measureCalls } from './calls.ts';

/** One measured line. */
export interface Row {
  readonly question: string;
  readonly figure: string;
  readonly target: string;
  readonly isMet: boolean;
}

// `npm run bench`: prints a table; with `-- --json` the same as JSON. Figures that last go into bench/README.md.
const rows = await measureCalls();
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  const width = Math.max(...rows.map(({ question }) => question.length));
  for (const { question, figure, target, isMet } of rows) {
    console.log(`${isMet ? 'ok  ' : 'MISS'}  ${question.padEnd(width)}  ${figure.padStart(10)}  (${target})`);
  }
}
process.exitCode = rows.every(({ isMet }) => isMet) ? 0 : 1;
