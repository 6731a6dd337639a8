import type { EventOrder } from './action-trail.ts';
import type { EventFilter } from './filter.ts';
import { perObject } from './per-object.ts';
import type { SourceSelector } from './source.ts';

/** Which part of the events: what a client asks of `events`, `eventCount` and `explainEvents`. */
export interface EventScope {
  /** Null: every configured source. */
  readonly sources: readonly SourceSelector[] | null;
  readonly window: AskedWindow;
  readonly filter: EventFilter;
}

/** `events` as plain words: checked for shape by GraphQL, for sense by `search`. */
export interface EventQuestion extends EventScope {
  readonly order: EventOrder;
  readonly page: PageArguments;
  readonly budget: AskedBudget;
}

/** Equal for questions with equal members. Kept with the question, which nobody may change. */
export const questionKey: (question: EventQuestion) => string = perObject((question) =>
  JSON.stringify(question),
);

export interface EventCountQuestion extends EventScope {
  readonly budget: AskedBudget;
}

/** As written by the client; epoch milliseconds (fractions allowed) and seconds. */
export interface AskedWindow {
  readonly startMs?: number | null;
  readonly endMs?: number | null;
  readonly pastSeconds?: number | null;
  readonly settledOnly?: boolean;
}

/** Relay's: forwards with `first`, backwards with `last`; `after` and `before` bound the page on either side. */
export interface PageArguments {
  readonly first: number | null;
  readonly after: string | null;
  readonly last: number | null;
  readonly before: string | null;
}

/** Null: the default. */
export interface AskedBudget {
  /** Beyond the first page of each source. */
  readonly maxUpstreamCalls: number | null;
  readonly maxWaitSeconds: number | null;
}

export interface EventIdQuestion {
  readonly eventId: string;
  /** Null: the whole retention. */
  readonly window: AskedWindow | null;
  readonly sources: readonly SourceSelector[] | null;
}
