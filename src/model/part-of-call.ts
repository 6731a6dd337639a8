import { type Call, type CallPriority, Tally } from './call.ts';
import type { Grant } from './grant.ts';
import type { Span } from './span.ts';

// A call as one part of its work sees it. What changes while a shared call is under way stays readable through it, so a
// call is never copied by spreading it.

/** With a tally of its own, which still adds up in the request's. */
export function withOwnTally(call: Call): Call {
  return withTally(call, new Tally(call.tally));
}

export function withTally(call: Call, tally: Tally): Call {
  return new PartOfCall(call, { tally });
}

/** With a deadline of its own, where that is the earlier one. */
export function withDeadline(call: Call, deadline: number): Call {
  return new PartOfCall(call, { deadline });
}

/** As background work. */
export function inBackground(call: Call): Call {
  return new PartOfCall(call, { priority: 'background' });
}

/** As part of another span. */
export function withSpan(call: Call, span: Span | undefined): Call {
  return span === undefined ? call : new PartOfCall(call, { span });
}

type Own = Partial<Pick<Call, 'tally' | 'deadline' | 'span' | 'priority'>>;

/**
 * A class, since what an object literal has as getters is born old: it and all that it leads to, hence every request,
 * would stay until the next full collection (V8 of Node 24.21, 2026-11-21).
 */
class PartOfCall implements Call {
  readonly requestId: string;
  readonly nowMs: number;
  readonly grant: Grant;
  readonly tally: Tally;
  readonly #whole: Call;
  readonly #own: Own;

  constructor(whole: Call, own: Own) {
    this.requestId = whole.requestId;
    this.nowMs = whole.nowMs;
    this.grant = whole.grant;
    this.tally = own.tally ?? whole.tally;
    this.#whole = whole;
    this.#own = own;
  }

  get deadline(): number {
    return Math.min(this.#whole.deadline, this.#own.deadline ?? Number.POSITIVE_INFINITY);
  }

  get signal(): AbortSignal {
    return this.#whole.signal;
  }

  get viewer(): string {
    return this.#whole.viewer;
  }

  get span(): Span | undefined {
    return this.#own.span ?? this.#whole.span;
  }

  get priority(): CallPriority {
    return this.#own.priority ?? this.#whole.priority ?? 'interactive';
  }
}
