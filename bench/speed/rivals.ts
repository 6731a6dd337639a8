import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Contestant, startScript } from './contestants.ts';
import { plainPageQuestion } from './questions.ts';
import type { Stage } from './stage.ts';
import { root, type Started, start } from './started.ts';

// What else one could have built. Its packages are heavy, so they are installed when they are first needed.

const sameSchema = 'the same schema and resolvers over a constant page: no search, no rights, no log';
const overRest = 'over a REST server with the same page, whose CPU is not counted';

export const rivals: readonly Contestant[] = [
  {
    name: 'Apollo Server',
    note: sameSchema,
    start: (stage) => startWithSchema(stage, 'apollo'),
  },
  {
    name: 'Mercurius + JIT',
    note: sameSchema,
    start: (stage) => startWithSchema(stage, 'mercurius'),
  },
  {
    name: 'Mercurius + JIT, lean',
    note: `${sameSchema}, no check of scalars`,
    start: (stage) => startWithSchema(stage, 'mercurius', { LEAN: 'yes' }),
  },
  {
    name: 'Hive Gateway',
    note: overRest,
    start: (stage) => startOverRest(stage, 'hive'),
    body: plainPageQuestion,
  },
  {
    name: 'GraphQL Mesh',
    note: overRest,
    start: (stage) => startOverRest(stage, 'mesh'),
    body: plainPageQuestion,
  },
];

/** Null, or why they cannot be had. */
export function installRivals(): string | null {
  const folder = join(root, 'bench/rivals');
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return null;
  console.log('Installing the rivals into bench/rivals (600 MB, once) ...');
  const { status, stderr } = spawnSync('npm', ['ci', '--prefix', folder], { encoding: 'utf8' });
  return status === 0 ? null : `npm ci --prefix bench/rivals failed: ${stderr?.slice(-500)}`;
}

function startWithSchema(stage: Stage, name: string, env: Readonly<Record<string, string>> = {}) {
  const imports = ['bench/rivals/one-graphql.js'];
  return startScript(stage, { name, script: `bench/rivals/${name}.js`, imports, env });
}

async function startOverRest(stage: Stage, name: string): Promise<Started> {
  const rest = await start({
    name: `${name}-rest`,
    script: 'bench/speed/servers/rest.ts',
    env: stage.env,
    side: 'client',
    logs: stage.folder,
  });
  stage.keep(rest);
  const env = { REST: `http://127.0.0.1:${rest.port}` };
  return startScript(stage, { name, script: `bench/rivals/${name}.js`, env });
}
