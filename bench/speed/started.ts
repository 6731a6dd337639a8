import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pinned } from './machine.ts';
import type { Listening, ProbeQuestion, Usage } from './probe.ts';

export const root = join(import.meta.dirname, '../..');
const probe = join(import.meta.dirname, 'probe.ts');

/** A process of the benchmark, listening. */
export interface Started {
  readonly port: number;
  usage(question?: ProbeQuestion): Promise<Usage>;
  /**
   * Lets it run while this goes on, and stands it still afterwards: seconds after it was asked last, an idle process
   * collects its garbage, and others on the same core would wait for that.
   */
  whileRunning<Result>(work: () => Promise<Result>): Promise<Result>;
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
  /** What its log says when it listens, the port as a group. Left out: the first port that it listens on. */
  readonly ready?: RegExp;
  /** A folder for what it prints: access logs cost what they cost in a file. */
  readonly logs: string;
}

/** Starts a script in the production profile, and waits until it listens on a port, whichever it takes. */
export async function start(options: StartOptions): Promise<Started> {
  const { name, script, imports = [], args = [], env = {}, side, ready, logs } = options;
  const logFile = join(logs, `${name.replaceAll(/\W+/g, '-')}.log`);
  const log = openSync(logFile, 'w');
  const loaded = [probe, ...imports.map((path) => join(root, path))].flatMap((path) => ['--import', path]);
  const command = pinned(side, [process.execPath, ...loaded, join(root, script), ...args]);
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  // Also the channel to a process that has ended complains here; that it has ended is seen elsewhere.
  child.on('error', () => {});
  const port = await portOf(child, ready && { ready, logFile }).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${name}: ${error.message}\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
  });
  return {
    port,
    usage: async (question = 'usage') => {
      child.send(question);
      for (;;) {
        const [told]: (Usage | Listening)[] = await once(child, 'message');
        if (told !== undefined && 'cpuMicros' in told) return told;
      }
    },
    whileRunning: async (work) => {
      child.kill('SIGCONT');
      try {
        return await work();
      } finally {
        child.kill('SIGSTOP');
      }
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const patienceMs = 60_000;

async function portOf(
  child: ChildProcess,
  log: { readonly ready: RegExp; readonly logFile: string } | undefined,
): Promise<number> {
  const left = new AbortController();
  const { signal } = left;
  const ends = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`ended with code ${code} before it listened`);
  });
  const patience = sleep(patienceMs, null, { signal }).then(() => {
    throw new Error(`does not listen after ${patienceMs / 1000} s`);
  });
  const told = log === undefined ? toldPort(child, signal) : loggedPort(log, signal);
  try {
    return await Promise.race([told, ends, patience]);
  } finally {
    left.abort();
    await Promise.allSettled([told, ends, patience]);
  }
}

async function toldPort(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const [told] = await once(child, 'message', { signal });
  return (told as Listening).port;
}

async function loggedPort(
  { ready, logFile }: { readonly ready: RegExp; readonly logFile: string },
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    const port = ready.exec(readFileSync(logFile, 'utf8'))?.[1];
    if (port !== undefined) return Number(port);
    await sleep(20, null, { signal });
  }
}
