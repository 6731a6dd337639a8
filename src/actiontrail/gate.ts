import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { deadlineExceeded } from './deadline.ts';

/** Lets calls through one at a time, in the order they came, so far apart that the rate is kept. */
export interface Gate {
  /**
   * Resolves when it is this call's turn. Rejects at once with UPSTREAM_BUSY (and when to come again) when the turn
   * would come after the call's deadline, and with the signal's reason when nobody waits any more.
   */
  enter(call: Call, account: string): Promise<void>;
}

/**
 * Calls that leave at even distances arrive unevenly; with this much more than the distance that the rate allows, a
 * sliding second still holds no more than the rate at 60 ms of jitter (at two calls a second).
 */
const slack = 1.06;

interface Waiter {
  readonly call: Call;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** GCRA with a burst of one. Starts as if a call had gone through at `lastTurn`, on the monotonic clock. */
export function openGate(callsPerSecond: number, clock: Clock, lastTurn: number): Gate {
  const intervalMs = (1000 / callsPerSecond) * slack;
  const waiting: Waiter[] = [];
  let nextTurn = lastTurn + intervalMs;
  let isServing = false;

  const leave = (waiter: Waiter): boolean => {
    const index = waiting.indexOf(waiter);
    if (index !== -1) waiting.splice(index, 1);
    return index !== -1;
  };
  const admitFirst = (): void => {
    const waiter = waiting.shift();
    if (waiter === undefined) return;
    // A turn that came too late is not spent on a call that nobody can answer in time.
    if (clock.elapsed() >= waiter.call.deadline) {
      waiter.refuse(deadlineExceeded({}));
    } else {
      nextTurn = Math.max(nextTurn, clock.elapsed()) + intervalMs;
      waiter.admit();
    }
  };
  const serve = async (): Promise<void> => {
    isServing = true;
    while (waiting.length > 0) {
      const waitMs = nextTurn - clock.elapsed();
      if (waitMs > 0) await clock.sleep(waitMs);
      else admitFirst();
    }
    isServing = false;
  };

  return {
    async enter(call, account) {
      call.signal.throwIfAborted();
      const turn = Math.max(nextTurn, clock.elapsed()) + waiting.length * intervalMs;
      if (turn >= call.deadline) throw busy(turn - clock.elapsed(), account);
      await new Promise<void>((resolve, reject) => {
        const abort = () => leave(waiter) && reject(call.signal.reason);
        const settle = (done: () => void) => {
          call.signal.removeEventListener('abort', abort);
          done();
        };
        const waiter: Waiter = {
          call,
          admit: () => settle(resolve),
          refuse: (reason) => settle(() => reject(reason)),
        };
        waiting.push(waiter);
        call.signal.addEventListener('abort', abort, { once: true });
        if (!isServing) void serve();
      });
    },
  };
}

function busy(waitMs: number, account: string): Fault {
  const retryAfterMs = Math.ceil(waitMs);
  const message = `The calls that account ${JSON.stringify(account)} may make are taken for the next ${retryAfterMs} ms.`;
  return new Fault('UPSTREAM_BUSY', message, { account, retryAfterMs });
}
