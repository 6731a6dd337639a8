import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// What `npm pack` runs around itself (`prepack`, `postpack`). A package differs from a checkout in two things. It
// carries JavaScript, because Node strips no types below node_modules. And it brings no Node along, which would take
// the place of its user's own in all their npm scripts, and weigh 190 MB.

const root = import.meta.dirname;
const manifest = join(root, 'package.json');
const ownManifest = join(root, '.package.json.own');

if (process.argv[2] === 'before') before();
else if (process.argv[2] === 'after') after();
else throw new Error('pack.ts: expected "before" or "after". People run `npm pack`.');

function before(): void {
  // The last run was cut short: what lies in package.json's place is its work, not ours to build on.
  if (existsSync(ownManifest)) after();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['--project', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const own = readFileSync(manifest, 'utf8');
  renameSync(manifest, ownManifest);
  const { scripts, devDependencies, optionalDependencies, overrides, ...published } = JSON.parse(own);
  writeFileSync(manifest, `${JSON.stringify(published, null, 2)}\n`);
}

function after(): void {
  renameSync(ownManifest, manifest);
}
