import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from './client.ts';
import { pinned } from './machine.ts';
import type { ProbeQuestion, Usage } from './probe.ts';

export const root = join(import.meta.dirname, '../..');
const probe = join(import.meta.dirname, 'probe.ts');

/** A process of the benchmark, listening. */
export interface Started {
  readonly port: number;
  usage(question?: ProbeQuestion): Promise<Usage>;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly name: string;
  /** Relative to the repository. */
  readonly script: string;
  /** Modules to load in front of it, relative to the repository. */
  readonly imports?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly side: 'server' | 'client';
  readonly port: number;
  /** A folder for what it prints: access logs cost what they cost in a file. */
  readonly logs: string;
}

/** Starts a script in the production profile, with its port in PORT, and waits until something listens there. */
export async function start(options: StartOptions): Promise<Started> {
  const { name, script, imports = [], args = [], env = {}, side, port, logs } = options;
  const logFile = join(logs, `${name.replaceAll(/\W+/g, '-')}.log`);
  const log = openSync(logFile, 'w');
  const loaded = [probe, ...imports.map((path) => join(root, path))].flatMap((path) => ['--import', path]);
  const command = pinned(side, [process.execPath, ...loaded, join(root, script), ...args]);
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...env, PORT: String(port) },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  await untilListening(child, port).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${name}: ${error.message}\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
  });
  return {
    port,
    usage: async (question = 'usage') => {
      child.send(question);
      const [usage] = await once(child, 'message');
      return usage as Usage;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const patienceMs = 60_000;

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode} before it listened`);
    if (await listens(port)) return;
    await sleep(20);
  }
  throw new Error(`does not listen after ${patienceMs / 1000} s`);
}

function listens(port: number): Promise<boolean> {
  const connected = connect(port, () => {});
  return connected.then(
    (connection) => {
      connection.close();
      return true;
    },
    () => false,
  );
}
