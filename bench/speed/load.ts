import { type Connection, connect, type Exchange } from './client.ts';

/** What one stretch of load came to. Latencies are in milliseconds, sorted. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly latencies: Float64Array;
}

export interface LoadOptions {
  readonly port: number;
  /** Asked one after the other, round and round. */
  readonly exchanges: readonly Exchange[];
  readonly connections: number;
}

/** As fast as it answers: every connection asks again as soon as it has its answer. */
export async function saturate(
  options: LoadOptions & ({ readonly durationMs: number } | { readonly requests: number }),
): Promise<Load> {
  return overConnections(options, (connections, next, latencies, done) => {
    const end = 'durationMs' in options ? performance.now() + options.durationMs : Number.POSITIVE_INFINITY;
    let left = 'requests' in options ? options.requests : Number.POSITIVE_INFINITY;
    let busy = connections.length;
    const again = (connection: Connection) => {
      const began = performance.now();
      left -= 1;
      if (began >= end || left < 0) {
        busy -= 1;
        if (busy === 0) done();
        return;
      }
      connection.send(next(), () => {
        latencies.push(performance.now() - began);
        again(connection);
      });
    };
    for (const connection of connections) again(connection);
  });
}

/** At a fixed rate, whatever the answers do. A request that finds no free connection waits, and that counts as well. */
export async function steady(
  options: LoadOptions & { readonly durationMs: number; readonly perSecond: number },
): Promise<Load> {
  return overConnections(options, (connections, next, latencies, done) => {
    const idle = [...connections];
    const total = Math.max(1, Math.round((options.perSecond * options.durationMs) / 1000));
    const began = performance.now();
    let sent = 0;
    const tick = () => {
      while (sent < total) {
        const due = began + (sent / options.perSecond) * 1000;
        const connection = performance.now() < due ? undefined : idle.shift();
        if (connection === undefined) break;
        sent += 1;
        connection.send(next(), () => {
          latencies.push(performance.now() - due);
          idle.push(connection);
          if (latencies.length === total) done();
        });
      }
      // Timers are too coarse for this; the client is awake, and has its core to itself.
      if (sent < total) setImmediate(tick);
    };
    tick();
  });
}

type Drive = (
  connections: readonly Connection[],
  next: () => Exchange,
  latencies: number[],
  done: () => void,
) => void;

async function overConnections(
  { port, exchanges, connections: count }: LoadOptions,
  drive: Drive,
): Promise<Load> {
  const broken = Promise.withResolvers<never>();
  // Heard of below; until then, by the connections themselves.
  broken.promise.catch(() => {});
  const opening = Array.from({ length: count }, () => connect(port, broken.reject));
  const connections = await Promise.all(opening);
  const latencies: number[] = [];
  let turn = 0;
  const next = () => exchanges[turn++ % exchanges.length] as Exchange;
  const began = performance.now();
  const mayRest = stayAwake();
  try {
    await Promise.race([
      broken.promise,
      new Promise<void>((done) => drive(connections, next, latencies, done)),
    ]);
  } finally {
    mayRest();
    for (const connection of connections) connection.close();
  }
  const seconds = (performance.now() - began) / 1000;
  return { requests: latencies.length, seconds, latencies: Float64Array.from(latencies).sort() };
}

/**
 * A client that sleeps between two answers has to be woken by whoever sends the next one, and that is CPU of the server:
 * the slower it is, the more. Awake until the function is called that comes back.
 */
function stayAwake(): () => void {
  let isAwake = true;
  const turn = () => {
    if (isAwake) setImmediate(turn);
  };
  turn();
  return () => {
    isAwake = false;
  };
}

/** `share` from 0 to 1. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(Float64Array.from(values).sort(), 0.5);
}
