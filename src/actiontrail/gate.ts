import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { openPace } from './pace.ts';
import { openService } from './service.ts';
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
