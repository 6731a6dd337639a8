import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Loaded in front of every contestant: says what the process has used, in whichever server it stands.

/** Since the process began, all its threads together. */
export interface Usage {
  readonly cpuMicros: number;
  readonly residentBytes: number;
  readonly mostResidentBytes: number;
  /** After collecting, if that was asked for. */
  readonly heapBytes: number;
}

export type ProbeQuestion = 'usage' | 'usage after collecting';

// Without an IPC channel it was not started by the benchmark, and nobody asks.
if (process.channel) {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  process.on('message', (question: unknown) => {
    if (question === 'usage after collecting') {
      collect();
      collect();
    } else if (question !== 'usage') return;
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({
      cpuMicros: user + system,
      residentBytes: rss,
      mostResidentBytes: process.resourceUsage().maxRSS * 1024,
      heapBytes: heapUsed,
    } satisfies Usage);
  });
  process.channel.unref();
  // The benchmark is gone, by whatever way.
  process.on('disconnect', () => process.exit());
}
