import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, type FaultDetail } from '../model/fault.ts';

/**
 * Runs one upstream call for no longer than `limitMs` and the caller's own deadline, whichever ends first, and no
 * longer than the caller waits. `run` gets a signal that then aborts; whether it heeds it or not, this rejects at once:
 * with UPSTREAM_TIMEOUT, with DEADLINE_EXCEEDED, or with the reason of the caller's signal. When `run` has settled, its
 * signal aborts as well: whatever still waits for it is over.
 */
export async function withinDeadline<Result>(
  { call, clock, limitMs, where }: { call: Call; clock: Clock; limitMs: number; where: FaultDetail },
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  call.signal.throwIfAborted();
  if (call.deadline <= clock.elapsed()) throw deadlineExceeded(where);

  const running = new AbortController();
  const { signal } = running;
  const leave = () => running.abort(call.signal.reason);
  call.signal.addEventListener('abort', leave, { once: true });
  const limit = clock.elapsed() + limitMs;
  const watch = async (): Promise<void> => {
    // A shared call gets more time when somebody joins who has more.
    for (let end = Math.min(limit, call.deadline); end > clock.elapsed(); ) {
      if (!Number.isFinite(end)) return;
      await clock.sleep(end - clock.elapsed(), signal);
      end = Math.min(limit, call.deadline);
    }
    running.abort(call.deadline <= clock.elapsed() ? deadlineExceeded(where) : timedOut(limitMs, where));
  };
  watch().catch(() => undefined);
  try {
    return await Promise.race([run(signal), rejectionOf(signal)]);
  } finally {
    call.signal.removeEventListener('abort', leave);
    running.abort(isOver);
  }
}

/** A reason at hand: without one, each call would make an exception that nobody sees. */
const isOver = 'the call is over';

export function deadlineExceeded(where: FaultDetail): Fault {
  return new Fault(
    'DEADLINE_EXCEEDED',
    'The time for this request was over before ActionTrail answered.',
    where,
  );
}

function timedOut(limitMs: number, where: FaultDetail): Fault {
  return new Fault('UPSTREAM_TIMEOUT', `ActionTrail did not answer one call within ${limitMs} ms.`, where);
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
