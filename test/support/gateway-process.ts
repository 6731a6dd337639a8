import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll } from 'vitest';

export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it has written so far. */
  readonly lines: readonly string[];
  /** The first JSON line that names the event, once it is there. */
  seen(event: string): Promise<Record<string, unknown>>;
  /** With its exit code. */
  ended(): Promise<number | null>;
}

const main = join(import.meta.dirname, '../../src/main.ts');
const running = new Set<ChildProcess>();
const folder = mkdtempSync(join(tmpdir(), 'trailgraph-'));
let made = 0;

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A path in a folder that is gone after the tests of the file. */
export function temporaryFile(name: string): string {
  return join(folder, name);
}

/** A gateway as operators run it, ready. `config` is the text of its file. */
export async function startProcess(
  config: string,
  env: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<GatewayProcess> {
  made += 1;
  const file = temporaryFile(`gateway-${made}.yaml`);
  writeFileSync(file, config);
  const child = spawn(process.execPath, [...nodeOptions, main, '--config', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const exit = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  const { lines, seen } = linesOf(child);
  const ready = await Promise.race([seen('Trailgraph is ready.'), exit]);
  if (ready === null || typeof ready === 'number') throw new Error(`The gateway ended with ${ready}.`);
  return { child, url: String(ready.url), lines, seen, ended: () => exit };
}

/** What a program writes to standard output, line by line. */
export function linesOf({ stdout }: { readonly stdout: Readable }): Pick<GatewayProcess, 'lines' | 'seen'> {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: stdout }).on('line', (line) => {
    lines.push(line);
    for (const check of waiting) check();
  });
  const seen = (event: string) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const check = () => {
        const line = lines.find((one) => one.startsWith('{') && one.includes(event));
        if (line !== undefined) resolve(JSON.parse(line));
      };
      waiting.add(check);
      check();
    });
  return { lines, seen };
}
