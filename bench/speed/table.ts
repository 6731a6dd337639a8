import type { Figure } from './rounds.ts';

const columns: readonly (readonly [title: string, cell: (figure: Figure) => string])[] = [
  ['CPU µs', ({ cpuMicros }) => cpuMicros.toFixed(1)],
  ['x bare', ({ ratio }) => ratio.toFixed(2)],
  ['req/s', ({ perSecond, isServerIdle }) => `${isServerIdle ? '>' : ''}${perSecond.toFixed(0)}`],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
  ['RSS MB', ({ residentMegabytes }) => residentMegabytes.toFixed(0)],
];

export function printFigures(title: string, figures: readonly Figure[]): void {
  printTable(
    [title, ...columns.map(([name]) => name)],
    figures.map((figure) => [figure.name, ...columns.map(([, cell]) => cell(figure))]),
  );
}

/** The first column to the left, the others to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  console.log(`\n${line(head)}`);
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
}
