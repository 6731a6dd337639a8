import type { EventOrder, LookUpField } from './action-trail.ts';
import type { SourceSelector } from './source.ts';

/** What a client asks of `events`, as plain words: checked for shape by GraphQL, for sense by `search`. */
export interface EventQuestion {
  /** Null: every configured source. */
  readonly sources: readonly SourceSelector[] | null;
  readonly window: AskedWindow;
  readonly filter: EventFilter;
  readonly order: EventOrder;
  /** Null: the default page size. */
  readonly first: number | null;
  readonly after: string | null;
}

/** As written by the client; epoch milliseconds (fractions allowed) and seconds. */
export interface AskedWindow {
  readonly startMs?: number | null;
  readonly endMs?: number | null;
  readonly pastSeconds?: number | null;
}

export interface StringMatch {
  readonly eq?: string | null | undefined;
}

/** Fields are ANDed; an absent or null field says nothing. */
export type EventFilter = {
  readonly [Field in Exclude<LookUpField, 'access' | 'isSensitive'>]?: StringMatch | null | undefined;
} & {
  readonly access?: 'READ' | 'WRITE' | null | undefined;
  readonly isSensitive?: boolean | null | undefined;
};

/** A page of delivery jobs: forwards with `first`/`after` or backwards with `last`/`before`. */
export interface DeliveryJobsQuestion {
  readonly first: number | null;
  readonly after: string | null;
  readonly last: number | null;
  readonly before: string | null;
}
