import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

// Runs every measurement, each in a process of its own, so that none warms or burdens another one.
const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((name) => name !== 'run.ts');
// Names first; what begins with a dash, and all behind it, is for the measurements.
const args = process.argv.slice(2);
const names = args.findIndex((arg) => arg.startsWith('-'));
const asked = names < 0 ? args : args.slice(0, names);
const options = args.slice(asked.length);
let failed = 0;
for (const file of files.sort()) {
  if (asked.length > 0 && !asked.some((name) => file.startsWith(name))) continue;
  console.log(`\n== ${file}`);
  const { status } = spawnSync(
    process.execPath,
    ['--expose-gc', join(import.meta.dirname, file), ...options],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
