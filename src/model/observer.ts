/** From the least to the gravest. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What belongs to no single answer goes sideways through here. `gateway` decides where it ends up. */
export interface Observer {
  /**
   * One structured line. `event` is a short constant sentence; `fields` are plain JSON values.
   * Callers never put event content, secrets or upstream message texts into `fields`.
   */
  log(level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Something happened that is counted or timed. */
  record(fact: Fact): void;
}

/** Where nobody listens. */
export const silent: Observer = { log: () => undefined, record: () => undefined };

export type Fact = OperationFact | UpstreamCallFact | DisagreementFact | RecordLostFact;

/** An operation has its answer, whatever it says. */
export interface OperationFact {
  readonly kind: 'operation';
  /** Null where it has none, or was not executed: of the text of a sound document only. */
  readonly name: string | null;
  /** Fault codes of the answer, each once, in the order they came; empty: a flawless answer. */
  readonly codes: readonly string[];
  readonly durationMs: number;
  /** Events in the answer, by account. */
  readonly events: Readonly<Record<string, number>>;
  /** Calls that were not needed. */
  readonly avoided: { readonly memory: number; readonly coalescing: number };
}

/** ActionTrail was called, once. */
export interface UpstreamCallFact {
  readonly kind: 'upstreamCall';
  readonly account: string;
  readonly api: string;
  /** A fault code, or ABANDONED where nobody waited for it any more; null: it answered. */
  readonly code: string | null;
  readonly durationMs: number;
}

/** ActionTrail matched an event that our own reading of the condition on this field would not have. */
export interface DisagreementFact {
  readonly kind: 'disagreement';
  readonly field: string;
}

/** An access record could not be written. */
export interface RecordLostFact {
  readonly kind: 'recordLost';
}
