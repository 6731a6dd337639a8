import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { type Linked, openLinkedList } from '../model/linked-list.ts';
import type { OpenCall } from './call.ts';

/** The calls under way: what is too late, or in the way of stopping, is answered without waiting for it. */
export interface InFlight {
  /** The work's own end, or a Fault instead of it: DEADLINE_EXCEEDED or SHUTTING_DOWN. */
  run<T>(call: OpenCall, work: () => Promise<T>): Promise<T>;
  isIdle(): boolean;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Ends what is under way, and whatever comes later at once. */
  cut(): void;
}

interface Entry extends Linked<Entry> {
  readonly call: OpenCall;
  readonly fail: (fault: Fault) => void;
}

/** One look at all calls every so often costs less than a timer for each. */
const tickMs = 50;
/** After its deadline a call is told to stop; this long it may still answer with what it has. */
const graceMs = 100;

export function trackCalls(clock: Clock): InFlight {
  const entries = openLinkedList<Entry>();
  let whenIdle: (() => void)[] = [];
  let isWatching = false;
  let isCut = false;

  const isIdle = () => entries.first() === null;

  const leave = (entry: Entry) => {
    entries.remove(entry);
    if (!isIdle()) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  };

  const watch = async () => {
    if (isWatching) return;
    isWatching = true;
    while (!isIdle()) {
      await clock.sleep(tickMs);
      const now = clock.elapsed();
      for (const { call, fail } of entries.all()) {
        if (call.deadline > now) continue;
        if (!call.signal.aborted) call.abort(late());
        if (call.deadline + graceMs <= now) fail(late());
      }
    }
    isWatching = false;
  };

  return {
    run: (call, work) =>
      new Promise((resolve, reject) => {
        if (isCut) return reject(leaving());
        const leaveAnd =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            leave(entry);
            settle(value);
          };
        const entry: Entry = { call, fail: leaveAnd(reject), before: null, after: null };
        entries.add(entry);
        void watch();
        work().then(leaveAnd(resolve), leaveAnd(reject));
      }),
    isIdle,
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    cut: () => {
      isCut = true;
      for (const { call, fail } of entries.all()) {
        call.abort(leaving());
        fail(leaving());
      }
    },
  };
}

function late(): Fault {
  return new Fault('DEADLINE_EXCEEDED', 'The answer took too long. Ask for less, or again later.');
}

function leaving(): Fault {
  return new Fault('SHUTTING_DOWN', 'This gateway is being stopped. Ask again.', { retryAfterMs: 1000 });
}
