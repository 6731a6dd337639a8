import type { Finding, Status } from './finding.ts';

/** What is printed for people: one line a finding, and what to do below it. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [finding.status, finding.check, placeOf(finding)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (row: readonly string[]) =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return findings
    .flatMap(({ found, advice }, index) => [
      `${pad(rows[index] ?? [])}  ${found}`,
      ...(advice === undefined ? [] : [`${pad(['', '', ''])}  -> ${advice}`]),
    ])
    .join('\n');
}

export function countOf(findings: readonly Finding[], status: Status): number {
  return findings.filter((finding) => finding.status === status).length;
}

function placeOf({ account, region }: Finding): string {
  return [account, region].filter((part) => part !== undefined).join('/');
}
