/** Counts what one request (or one scan within it) cost upstream. */
export class Tally {
  /** Calls that were sent to ActionTrail, refused ones included. */
  upstreamCalls = 0;
  /** Request ids of the answers, in the order they came. */
  readonly upstreamRequestIds: string[] = [];
  readonly #parent: Tally | undefined;

  constructor(parent?: Tally) {
    this.#parent = parent;
  }

  countCall(): void {
    this.upstreamCalls += 1;
    this.#parent?.countCall();
  }

  noteRequestId(id: string): void {
    this.upstreamRequestIds.push(id);
    this.#parent?.noteRequestId(id);
  }
}

/** Who waits for an answer and for how long. Every layer gets it and hands it on. */
export interface Call {
  readonly requestId: string;
  /** Wall time when the request came in, epoch milliseconds: one request has one now. */
  readonly nowMs: number;
  /** On the monotonic clock (`Clock.elapsed`), milliseconds. */
  readonly deadline: number;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
}

/** The same call with a tally of its own, which still adds up in the request's. */
export function withOwnTally(call: Call): Call {
  return { ...call, tally: new Tally(call.tally) };
}
