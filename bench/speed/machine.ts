import { spawnSync } from 'node:child_process';
import { availableParallelism, constants, cpus, setPriority } from 'node:os';

/** Servers have one core, the client and what stands behind the servers another one. */
const cores = { server: 0, client: 1 };

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

export const pinning = canPin
  ? `servers on core ${cores.server}, client and emulator on core ${cores.client}`
  : 'NOT PINNED: no taskset, or one core only; figures are less steady';

/** The command that runs `command` on a core of its side. */
export function pinned(side: keyof typeof cores, command: readonly string[]): readonly string[] {
  return canPin ? ['taskset', '-c', String(cores[side]), ...command] : command;
}

/**
 * Puts this process, with all its threads, to the side of the client; and in front of what else the machine does, with
 * all that it starts from now on, where that is allowed.
 */
export function pinMyself(): void {
  if (canPin) spawnSync('taskset', ['-acp', String(cores.client), String(process.pid)]);
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Only root may. Others do with what they get.
  }
}

/** CPU seconds since the machine began: of all cores together, and those of them that were at work. */
export function coreSeconds(): { readonly busy: number; readonly all: number } {
  let idle = 0;
  let all = 0;
  for (const { times: core } of cpus()) {
    idle += core.idle;
    all += core.user + core.nice + core.sys + core.irq + core.idle;
  }
  return { busy: (all - idle) / 1000, all: all / 1000 };
}
