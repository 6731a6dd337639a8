import type { Grant } from './grant.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';

/** Why an answer cost no call: it was remembered, or somebody else was already asking. */
export type Avoidance = 'memory' | 'coalescing';

/** Counts what one request (or one scan within it) cost upstream, and what it may give away. */
export class Tally {
  /** Calls that were sent to ActionTrail, refused ones included. */
  upstreamCalls = 0;
  /** Request ids of the answers, in the order they came. */
  readonly upstreamRequestIds: string[] = [];
  callsAvoidedByMemory = 0;
  callsAvoidedByCoalescing = 0;
  /** Milliseconds that calls waited for their turns; waits side by side add up. */
  waitedMs = 0;
  /** Look-ups that the account asked last could still begin within ten seconds. Null: nothing had to be asked. */
  quotaLeft: number | null = null;
  /**
   * Wall time, epoch milliseconds, of the oldest reading of what may still change: what is told as read must not be
   * younger. Infinity: everything was read for this very request, or cannot change any more.
   */
  readAtMs = Number.POSITIVE_INFINITY;
  /** When to come back for what was not even begun for lack of quota, milliseconds. Null: nothing was put off. */
  putOffMs: number | null = null;
  /** The sources that were asked, of ActionTrail or of what is remembered. */
  readonly sources = new Set<Source>();
  /** What was handed out for the answer, by account. What clients leave unselected counts as well. */
  readonly events = new Map<string, number>();
  readonly jobs = new Map<string, number>();
  /** Something that was asked for is missing, without an error that says so. */
  isPartial = false;
  readonly #parent: Tally | undefined;

  constructor(parent?: Tally) {
    this.#parent = parent;
  }

  get callsAvoided(): number {
    return this.callsAvoidedByMemory + this.callsAvoidedByCoalescing;
  }

  countCall(): void {
    this.upstreamCalls += 1;
    this.#parent?.countCall();
  }

  /** A call that was counted is on its way now: there was a connection for it. */
  noteWritten(): void {
    this.#parent?.noteWritten();
  }

  noteRequestId(id: string): void {
    this.upstreamRequestIds.push(id);
    this.#parent?.noteRequestId(id);
  }

  countAvoided(by: Avoidance): void {
    if (by === 'memory') this.callsAvoidedByMemory += 1;
    else this.callsAvoidedByCoalescing += 1;
    this.#parent?.countAvoided(by);
  }

  noteWait(ms: number): void {
    this.waitedMs += ms;
    this.#parent?.noteWait(ms);
  }

  noteQuotaLeft(calls: number): void {
    this.quotaLeft = calls;
    this.#parent?.noteQuotaLeft(calls);
  }

  notePutOff(ms: number): void {
    this.putOffMs = Math.max(this.putOffMs ?? 0, ms);
    this.#parent?.notePutOff(ms);
  }

  noteSource(source: Source): void {
    this.sources.add(source);
    this.#parent?.noteSource(source);
  }

  countHandedOut(what: 'events' | 'jobs', account: string, count = 1): void {
    this[what].set(account, (this[what].get(account) ?? 0) + count);
    this.#parent?.countHandedOut(what, account, count);
  }

  notePartial(): void {
    this.isPartial = true;
    this.#parent?.notePartial();
  }

  noteReadAt(epochMs: number): void {
    this.readAtMs = Math.min(this.readAtMs, epochMs);
    this.#parent?.noteReadAt(epochMs);
  }

  /** Whether nothing but memory was asked, without waiting, and answered in full. */
  get isOfMemory(): boolean {
    const isFree = this.upstreamCalls === 0 && this.callsAvoidedByCoalescing === 0 && this.waitedMs === 0;
    return isFree && this.quotaLeft === null && this.putOffMs === null;
  }

  /** The answer that was counted here is given once more: the same comes from memory, and is handed out. */
  repeat(told: Tally): void {
    for (let count = 0; count < told.callsAvoidedByMemory; count += 1) this.countAvoided('memory');
    for (const source of told.sources) this.noteSource(source);
    for (const [account, count] of told.events) this.countHandedOut('events', account, count);
    for (const [account, count] of told.jobs) this.countHandedOut('jobs', account, count);
    if (told.isPartial) this.notePartial();
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
  /** Whose share of the quota it takes: the subject of a `Viewer`. */
  readonly viewer: string;
  /** What may be read in its name. Set before anything is executed, checked whenever something is read. */
  readonly grant: Grant;
  /** Of the trace that it is part of, if any: what is begun under it is a part of it. */
  readonly span?: Span | undefined;
  /** Background work (counts, probes) waits until nothing interactive does. Left out: interactive. */
  readonly priority?: CallPriority;
}

export type CallPriority = 'interactive' | 'background';

/** The same call with a tally of its own, which still adds up in the request's. */
export function withOwnTally(call: Call): Call {
  return withTally(call, new Tally(call.tally));
}

/** The same call with another tally. What changes while a shared call is under way stays readable through it. */
export function withTally(call: Call, tally: Tally): Call {
  return {
    requestId: call.requestId,
    nowMs: call.nowMs,
    get deadline() {
      return call.deadline;
    },
    get signal() {
      return call.signal;
    },
    tally,
    get viewer() {
      return call.viewer;
    },
    grant: call.grant,
    get span() {
      return call.span;
    },
    get priority() {
      return call.priority ?? 'interactive';
    },
  };
}

/** The same call as part of another span. */
export function withSpan(call: Call, span: Span | undefined): Call {
  return span === undefined
    ? call
    : Object.defineProperty(withTally(call, call.tally), 'span', { value: span });
}
