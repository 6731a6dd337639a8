import { type Call, Tally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, type FaultDetail } from '../model/fault.ts';
import { closedGrant } from '../model/grant.ts';
import { withinDeadline } from './deadline.ts';

/** Calls under way, by what they ask. */
export interface Flights<Result> {
  /** The answer of the call that asks this already, or of `run`, which gets the call that all who wait share. */
  join(key: string, call: Call, where: FaultDetail, run: (shared: Call) => Promise<Result>): Promise<Result>;
}

interface Aboard {
  readonly call: Call;
  /** A call was sent in this one's name. */
  hasPaid: boolean;
}

interface Passenger<Result> extends Aboard {
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

export function openFlights<Result>(clock: Clock): Flights<Result> {
  const flights = new Map<string, Flight<Result>>();
  return {
    join: (key, call, where, run) =>
      withinDeadline({ call, clock, limitMs: Number.POSITIVE_INFINITY, where }, (left) => {
        const underWay = flights.get(key);
        if (underWay !== undefined) return underWay.board(call, left);
        const flight: Flight<Result> = new Flight(
          clock,
          run,
          () => flights.get(key) === flight && flights.delete(key),
        );
        flights.set(key, flight);
        const landed = flight.board(call, left);
        void flight.fly();
        return landed;
      }),
  };
}

/** One shared call and everybody who waits for it. The first who waits leads: it stands in line in that one's name. */
class Flight<Result> {
  readonly #passengers = new Set<Passenger<Result>>();
  readonly #clock: Clock;
  readonly #run: (shared: Call) => Promise<Result>;
  readonly #end: () => unknown;
  readonly #abandoned = new AbortController();
  readonly #startedAt: number;

  constructor(clock: Clock, run: (shared: Call) => Promise<Result>, end: () => unknown) {
    this.#clock = clock;
    this.#run = run;
    this.#end = end;
    this.#startedAt = clock.now();
  }

  /** `left` aborts when this one stops waiting; with the last one the call stops. */
  board(call: Call, left: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      const passenger = { call, resolve, reject, hasPaid: false };
      this.#passengers.add(passenger);
      left.addEventListener('abort', () => this.#leave(passenger, left.reason), { once: true });
    });
  }

  async fly(): Promise<void> {
    const shared = this.#sharedCall();
    while (this.#passengers.size > 0) {
      try {
        this.#land(await this.#run(shared));
      } catch (error) {
        this.#refuse(error);
      }
    }
  }

  #land(result: Result): void {
    this.#end();
    for (const { call, hasPaid, resolve } of this.#passengers) {
      if (!hasPaid) {
        call.tally.countAvoided('coalescing');
        call.tally.noteReadAt(this.#startedAt);
      }
      resolve(result);
    }
    this.#passengers.clear();
  }

  /** What was refused in one's name is no answer for the others: the next leads. A fault of the call is for all. */
  #refuse(error: unknown): void {
    const [leader] = this.#passengers;
    if (leader === undefined) return;
    const refused = [...this.#passengers].filter(
      (one) => one === leader || this.#isMeant(error, one, leader),
    );
    for (const one of refused) this.#passengers.delete(one);
    if (this.#passengers.size === 0) this.#end();
    for (const { reject } of refused) reject(error);
  }

  #isMeant(error: unknown, { call }: Passenger<Result>, leader: Passenger<Result>): boolean {
    const code = error instanceof Fault ? error.code : null;
    if (code === 'UPSTREAM_BUSY') return call.viewer === leader.call.viewer;
    if (code === 'DEADLINE_EXCEEDED') return call.deadline <= this.#clock.elapsed();
    return true;
  }

  #leave(passenger: Passenger<Result>, reason: unknown): void {
    if (!this.#passengers.delete(passenger) || this.#passengers.size > 0) return;
    this.#end();
    this.#abandoned.abort(reason);
  }

  /** As patient and as urgent as the most patient and the most urgent of those who wait. */
  #sharedCall(): Call {
    const passengers = this.#passengers;
    const leader = (): Call | undefined => passengers.values().next().value?.call;
    const first = leader();
    return {
      requestId: first?.requestId ?? '',
      nowMs: first?.nowMs ?? this.#startedAt,
      get deadline() {
        return Math.max(...[...passengers].map(({ call }) => call.deadline));
      },
      signal: this.#abandoned.signal,
      tally: new SharedTally(passengers),
      get viewer() {
        return leader()?.viewer ?? '';
      },
      // Shared by several: whatever each may see was asked before, and is asked again with the answer.
      grant: closedGrant,
      get span() {
        return leader()?.span;
      },
      get priority() {
        const isUrgent = [...passengers].some(({ call }) => call.priority !== 'background');
        return isUrgent ? 'interactive' : 'background';
      },
    };
  }
}

/** A call is counted once, where it leads; what came of it and how long it took concerns all who wait. */
class SharedTally extends Tally {
  readonly #passengers: Iterable<Aboard>;

  constructor(passengers: Iterable<Aboard>) {
    super();
    this.#passengers = passengers;
  }

  override countCall(): void {
    const [leader] = this.#passengers;
    if (leader === undefined) return;
    leader.hasPaid = true;
    leader.call.tally.countCall();
  }

  override noteRequestId(id: string): void {
    for (const { call } of this.#passengers) call.tally.noteRequestId(id);
  }

  override noteWait(ms: number): void {
    for (const { call } of this.#passengers) call.tally.noteWait(ms);
  }

  override noteQuotaLeft(calls: number): void {
    for (const { call } of this.#passengers) call.tally.noteQuotaLeft(calls);
  }
}
