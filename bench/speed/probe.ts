import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Loaded in front of every contestant: says where it listens and what it has used, whichever server it is.

/** Since the process began, all its threads together. */
export interface Usage {
  readonly cpuMicros: number;
  readonly residentBytes: number;
  readonly mostResidentBytes: number;
  /** After collecting, if that was asked for. */
  readonly heapBytes: number;
}

/** Sent once, when the process listens. */
export interface Listening {
  readonly port: number;
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
  let isTold = false;
  subscribe('tracing:net.server.listen:asyncEnd', (message) => {
    const address = (message as { server: Server }).server.address();
    if (isTold || address === null || typeof address === 'string') return;
    isTold = true;
    process.send?.({ port: address.port } satisfies Listening);
  });
  process.channel.unref();
  // The benchmark is gone, by whatever way.
  process.on('disconnect', () => process.exit());
}
