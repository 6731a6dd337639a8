import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { deadlineExceeded } from './deadline.ts';
import { type InLine, openLine } from './line.ts';
import { openPace } from './pace.ts';
import { openTypicalTime } from './typical-time.ts';

/** The line before one account and operation, and the turns by which it is served. */
export interface Gate {
  /**
   * Resolves when it is this call's turn. Rejects with UPSTREAM_BUSY (and when to come again) at once when the line is
   * full or the call could not be over before its deadline, and later when others have pushed it back that far; with
   * the signal's reason when nobody waits any more.
   */
  enter(call: Call, account: string): Promise<void>;
  /** A call that had its turn is being signed and connected: nobody else has one until it is told off. */
  hold(): Hold;
  /** A call that left at `sentAt` (monotonic) was answered. */
  answered(sentAt: number): void;
  /** A call that left at `sentAt` was throttled: those who wait will wait longer. */
  throttled(sentAt: number, retryAfterMs: number): void;
  state(): GateState;
}

/** Turns count from when calls are written: what waits for a connection would catch up with those behind it. */
export interface Hold {
  /** The call is on its way. */
  written(): void;
  /** There is nothing to wait for any more. May be told twice. */
  end(): void;
}

export interface GateState {
  /** As things are: throttling lowers it for a while. */
  readonly callsPerSecond: number;
  readonly isThrottled: boolean;
  readonly waiting: number;
  /** Milliseconds until a call that came now would have its turn, behind all others. */
  readonly estimatedWaitMs: number;
}

export interface GateOptions {
  readonly callsPerSecond: number;
  readonly clock: Clock;
  /** On the monotonic clock: the gate opens as if a call had gone through then. */
  readonly lastTurn: number;
  /** How many may wait, of one viewer and together. */
  readonly maxWaitingPerViewer: number;
  readonly maxWaiting: number;
}

interface Waiter extends InLine {
  readonly account: string;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** Calls that could be begun in this time are what is left of the quota: the default patience of a request. */
const horizonMs = 10_000;

export function openGate(options: GateOptions): Gate {
  const { clock } = options;
  const pace = openPace(options.callsPerSecond, clock, options.lastTurn);
  const typical = openTypicalTime(clock);
  const service = openService(options, () => ({
    nextTurn: Math.max(pace.nextTurn, clock.elapsed()),
    intervalMs: pace.intervalMs,
    callMs: typical.ms,
    take: () => pace.take(),
  }));
  const state = (): GateState => {
    const untilTurnMs = Math.max(0, pace.nextTurn - clock.elapsed());
    return {
      callsPerSecond: pace.callsPerSecond,
      isThrottled: pace.isThrottled,
      waiting: service.waiting(),
      estimatedWaitMs: untilTurnMs + service.waiting() * pace.intervalMs,
    };
  };
  return {
    state,
    async enter(call, account) {
      call.signal.throwIfAborted();
      const start = clock.elapsed();
      try {
        await service.stand(call, account);
      } finally {
        call.tally.noteWait(clock.elapsed() - start);
        const turns = Math.floor((horizonMs - state().estimatedWaitMs) / pace.intervalMs) + 1;
        call.tally.noteQuotaLeft(Math.max(0, turns));
      }
    },
    hold() {
      const end = service.hold();
      return {
        written: () => {
          pace.written();
          end();
        },
        end,
      };
    },
    answered(sentAt) {
      typical.note(clock.elapsed() - sentAt);
      pace.answered();
    },
    throttled(sentAt, retryAfterMs) {
      pace.throttled(sentAt, retryAfterMs);
      service.refuseHopeless();
    },
  };
}

interface NextTurns {
  readonly nextTurn: number;
  readonly intervalMs: number;
  readonly callMs: number;
  take(): void;
}

interface Service {
  waiting(): number;
  stand(call: Call, account: string): Promise<void>;
  /** Nobody is let through until the hold is ended. */
  hold(): () => void;
  refuseHopeless(): void;
}

/** Serves the line, turn by turn, as long as somebody waits. */
function openService({ clock, ...bounds }: GateOptions, turns: () => NextTurns): Service {
  const line = openLine<Waiter>();
  let isServing = false;
  let alarm = new AbortController();
  const holds = new Set<Promise<void>>();

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
    while (line.length > 0 && holds.size === 0 && turns().nextTurn <= clock.elapsed()) {
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
      await Promise.all(holds);
      admitDue();
    }
    isServing = false;
  };

  return {
    waiting: () => line.length,
    refuseHopeless,
    hold: () => {
      const ended = Promise.withResolvers<void>();
      holds.add(ended.promise);
      return () => {
        holds.delete(ended.promise);
        ended.resolve();
      };
    },
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
      return call.viewer ?? '';
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
