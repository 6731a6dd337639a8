import type { Server } from 'node:http';
import type { Clock } from '../model/clock.ts';
import type { InFlight } from './in-flight.ts';

export interface DrainOptions {
  readonly clock: Clock;
  /** Answers go on so long, while `/readyz` sends new clients elsewhere. */
  readonly drainDelayMs: number;
  /** What is under way then gets so long. */
  readonly drainTimeoutMs: number;
}

/** So long at least, answers tell their connections to end before idle ones are closed: who is about to ask loses nothing. */
const farewellMs = 250;
/** Time for the last answers to reach their clients. */
const lingerMs = 250;

/** Closes a server without losing an answer that can still be given. Resolves when all is closed. */
export async function drain(
  server: Server,
  inFlight: InFlight,
  { clock, drainDelayMs, drainTimeoutMs }: DrainOptions,
): Promise<void> {
  if (server.listening) await clock.sleep(Math.max(farewellMs, drainDelayMs));
  const isClosed = new Promise<void>((resolve) => server.close(() => resolve()));
  const within = async (ms: number, done: Promise<unknown>) => {
    const enough = new AbortController();
    await Promise.race([done, clock.sleep(ms, enough.signal).catch(() => {})]);
    enough.abort();
  };
  // Browsers hold connections on which they never asked anything: those are not waited for.
  const quiet = async () => {
    do {
      await inFlight.idle();
      await within(lingerMs, isClosed);
    } while (!inFlight.isIdle());
  };
  await within(drainTimeoutMs, quiet());
  inFlight.cut();
  await within(lingerMs, isClosed);
  server.closeAllConnections();
  await isClosed;
}
