import type { Grant } from './grant.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';

/** Why an answer cost no call: it was remembered, or somebody else was already asking. */
export type Avoidance = 'memory' | 'coalescing';

/** Counts what one request (or one scan within it) cost upstream, and what it may give away. */
export class Tally {
  /** Calls that were sent to ActionTrail, refused ones included. */
  upstreamCalls = 0;
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
  /** Something that was asked for is missing, without an error that says so. */
  isPartial = false;
  readonly #parent: Tally | undefined;
  // Made when there is something to count: of most requests there is little.
  #upstreamRequestIds: string[] | undefined;
  #sources: Set<Source> | undefined;
  #handedOut: Readonly<Record<'events' | 'jobs', Map<string, number>>> | undefined;

  constructor(parent?: Tally) {
    this.#parent = parent;
  }

  /** Request ids of the answers, in the order they came. */
  get upstreamRequestIds(): readonly string[] {
    return this.#upstreamRequestIds ?? [];
  }

  /** The sources that were asked, of ActionTrail or of what is remembered. */
  get sources(): ReadonlySet<Source> {
    return this.#sources ?? new Set();
  }

  /** Events that were handed out for the answer, by account. What clients leave unselected counts as well. */
  get events(): ReadonlyMap<string, number> {
    return this.#handedOut?.events ?? new Map();
  }

  /** The same of jobs. */
  get jobs(): ReadonlyMap<string, number> {
    return this.#handedOut?.jobs ?? new Map();
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
    this.#upstreamRequestIds ??= [];
    this.#upstreamRequestIds.push(id);
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
    this.#sources ??= new Set();
    this.#sources.add(source);
    this.#parent?.noteSource(source);
  }

  countHandedOut(what: 'events' | 'jobs', account: string, count = 1): void {
    this.#handedOut ??= { events: new Map(), jobs: new Map() };
    const counts = this.#handedOut[what];
    counts.set(account, (counts.get(account) ?? 0) + count);
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
