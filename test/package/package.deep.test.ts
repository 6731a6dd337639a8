import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { askOver } from '../support/ask.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'trailgraph-package-'));
const home = join(folder, 'somebody');
const bin = join(home, 'node_modules/.bin/trailgraph');
const project = join(folder, 'project');
const quietly = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];

/** Packs a copy of the project, so that nobody sees the manifest that lies in package.json's place meanwhile. */
async function pack(): Promise<string> {
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = [
    'package.json',
    'package-lock.json',
    'pack.ts',
    'tsconfig.json',
    'tsconfig.build.json',
    'README.md',
    'src',
    'schema',
  ];
  for (const name of [...needed, ...globSync(files, { cwd: root, exclude: ['dist'] })]) {
    cpSync(join(root, name), join(project, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  const before = readFileSync(join(project, 'package.json'), 'utf8');
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: project });
  expect(readFileSync(join(project, 'package.json'), 'utf8')).toBe(before);
  return join(folder, stdout.trim());
}

beforeAll(async () => {
  const tarball = await pack();
  mkdirSync(home);
  // Otherwise npm looks for one in the folders above.
  writeFileSync(join(home, 'package.json'), '{}');
  writeFileSync(join(home, 'trailgraph.yaml'), 'server: { port: 0 }\naccounts: emulator\n');
  await run('npm', ['install', ...quietly, tarball], { cwd: home });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program until the line that says where it listens. */
async function start(program: string, ...argv: string[]) {
  const child = spawn(program, argv, { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) {
      child.stdout.resume();
      return { child, url };
    }
  }
  throw new Error('It ended without a word about where it listens.');
}

const emulated = (endpoint: string) => `
accounts:
  - name: main
    id: "1000000000000001"
    regions: [cn-hangzhou]
    endpoint: ${endpoint}
    credentials: { type: static, accessKeyId: LTAI-emulator-1, accessKeySecret: emulator-demo-secret-1 }
`;

describe('the package in an empty folder', () => {
  it('answers from its bin, serves GraphiQL with its examples, and ends with 0 on SIGTERM', async () => {
    const { child, url } = await start(bin);
    const answer = await askOver(url, '{ events(first: 3) { nodes { eventName } scan { upstreamCalls } } }');
    const { data } = (await answer.json()) as { data: { events: { nodes: object[] } } };
    expect(data.events.nodes).toHaveLength(3);
    const examples = await (await fetch(`${url}/graphiql/boot.js`)).text();
    expect(examples).toContain('query RecentEvents');
    expect((await fetch(`${url}/graphiql/app.js`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('runs the emulator by itself, and the doctor against it', async () => {
    const { child, url } = await start(bin, 'emulator', '--port', '0', '--events', '1000', '--days', '1');
    expect(await (await fetch(url)).json()).toMatchObject({ Code: 'MissingAction' });
    writeFileSync(join(home, 'emulated.yaml'), emulated(url));
    const { stdout } = await run(bin, ['doctor', '--json', '--config', 'emulated.yaml'], { cwd: home });
    expect(JSON.parse(stdout)).toMatchObject({ isHealthy: true, upstreamCalls: 3 });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('names its commands, and refuses others', async () => {
    const { stdout } = await run(bin, ['--help']);
    expect(stdout).toMatch(/^Usage: trailgraph \[command\]/);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await run(bin, ['--version'])).stdout).toBe(`${version}\n`);
    const env = { ...process.env, TRAILGRAPH_PEPPER: Buffer.alloc(32).toString('base64') };
    expect((await run(bin, ['keys', 'create', '--client', 'siem'], { env })).stdout).toContain(
      'client: siem',
    );
    await expect(run(bin, ['strat'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no command "strat"'),
    });
  });

  it('brings neither TypeScript nor a Node of its own', () => {
    const installed = join(home, 'node_modules');
    expect(
      globSync('trailgraph/**/*.ts', { cwd: installed, exclude: ['trailgraph/node_modules/**'] }),
    ).toEqual([]);
    expect(globSync(['node-*', '.bin/node', 'typescript', '@biomejs'], { cwd: installed })).toEqual([]);
  });

  it('publishes the schema under its name', async () => {
    const script = "console.log(import.meta.resolve('trailgraph/schema/schema.graphql'))";
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: home });
    expect(readFileSync(new URL(stdout.trim()), 'utf8')).toContain('type Query');
  });
});

describe('the container image', () => {
  it('has all it needs where the lockfile is installed without what only development needs', async () => {
    const image = join(folder, 'image');
    for (const name of ['package.json', 'package-lock.json', 'schema', 'dist']) {
      cpSync(join(project, name), join(image, name), { recursive: true });
    }
    await run('npm', ['ci', '--omit=dev', '--omit=optional', ...quietly], { cwd: image });
    const { child, url } = await start(process.execPath, join(image, 'dist/cli.js'), 'start');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
