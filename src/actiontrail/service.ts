import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { deadlineExceeded } from './deadline.ts';
import { type InLine, openLine } from './line.ts';

interface Bounds {
  readonly clock: Clock;
  readonly maxWaitingPerViewer: number;
  readonly maxWaiting: number;
}

interface Waiter extends InLine {
  readonly account: string;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** When the next turn is, milliseconds on the monotonic clock, and how to take it. */
export interface NextTurns {
  readonly nextTurn: number;
  readonly intervalMs: number;
  readonly callMs: number;
  take(): void;
}

export interface Service {
  waiting(): number;
  stand(call: Call, account: string): Promise<void>;
  /** Nobody is let through until the hold is ended. */
  hold(): () => void;
  refuseHopeless(): void;
}

/** Serves the line, turn by turn, as long as somebody waits. */
export function openService({ clock, ...bounds }: Bounds, turns: () => NextTurns): Service {
  const line = openLine<Waiter>();
  let isServing = false;
  let alarm = new AbortController();
  const holds = openHolds();

  const refuse = (waiter: Waiter, turn: number): void => {
    line.leave(waiter);
    waiter.refuse(refusal(waiter, turn, clock.elapsed()));
  };
  const refuseHopeless = (): void => {
    for (const { one, turn, isHopeless } of line.forecast(turns())) if (isHopeless) refuse(one, turn);
  };
  const refuseIfFull = (waiter: Waiter): void => {
    const isFull =
      line.length > bounds.maxWaiting || line.countOf(waiter.viewer) > bounds.maxWaitingPerViewer;
    if (!isFull) return;
    const prospect = line.forecast(turns()).find(({ one }) => one === waiter);
    refuse(waiter, prospect?.turn ?? turns().nextTurn);
  };
  /** Lets through whose turn has come. No turn is spent on a call that nobody can answer in time. */
  const admitDue = (): void => {
    while (line.length > 0 && holds.isFree() && turns().nextTurn <= clock.elapsed()) {
      refuseHopeless();
      const waiter = line.take();
      if (waiter === null) return;
      turns().take();
      waiter.admit();
    }
  };
  const serve = async (): Promise<void> => {
    isServing = true;
    while (line.length > 0) {
      alarm = new AbortController();
      const waitMs = Math.max(0, turns().nextTurn - clock.elapsed());
      await clock.sleep(waitMs, alarm.signal).catch(() => undefined);
      await holds.ended();
      admitDue();
    }
    isServing = false;
  };

  return {
    waiting: () => line.length,
    refuseHopeless,
    hold: holds.hold,
    stand: (call, account) =>
      new Promise<void>((resolve, reject) => {
        const waiter = waiterFor(call, account, { resolve, reject }, () => {
          const wasWaiting = line.leave(waiter);
          // A timer for nobody would keep the process alive.
          if (line.length === 0) alarm.abort(nobodyWaits);
          return wasWaiting;
        });
        line.join(waiter);
        admitDue();
        if (line.has(waiter)) refuseIfFull(waiter);
        refuseHopeless();
        if (line.length > 0 && !isServing) void serve();
      }),
  };
}

/** Calls that had their turns and are not on their way yet. */
function openHolds() {
  const holds = new Set<Promise<void>>();
  return {
    isFree: () => holds.size === 0,
    ended: () => Promise.all(holds),
    hold: () => {
      const ended = Promise.withResolvers<void>();
      holds.add(ended.promise);
      return () => {
        holds.delete(ended.promise);
        ended.resolve();
      };
    },
  };
}

function waiterFor(
  call: Call,
  account: string,
  { resolve, reject }: { readonly resolve: () => void; readonly reject: (reason: unknown) => void },
  leave: () => boolean,
): Waiter {
  const abort = () => leave() && reject(call.signal.reason);
  call.signal.addEventListener('abort', abort, { once: true });
  const settle = (done: () => void) => {
    call.signal.removeEventListener('abort', abort);
    done();
  };
  return {
    account,
    get viewer() {
      return call.viewer;
    },
    get isBackground() {
      return call.priority === 'background';
    },
    get deadline() {
      return call.deadline;
    },
    admit: () => settle(resolve),
    refuse: (reason) => settle(() => reject(reason)),
  };
}

/** A reason at hand: without one, each would make an exception that nobody sees. */
const nobodyWaits = 'nobody waits';

function refusal({ account, deadline }: Waiter, turn: number, now: number): Fault {
  if (now >= deadline) return deadlineExceeded({ account });
  const retryAfterMs = Math.ceil(turn - now);
  const message = `The calls that account ${JSON.stringify(account)} may make are taken for the next ${retryAfterMs} ms.`;
  return new Fault('UPSTREAM_BUSY', message, { account, retryAfterMs });
}
