/** A stretch of the way to an answer, for traces. Never told: event content, variables, anything secret. */
export interface Span {
  /** A part of it that begins now. */
  begin(name: SpanName, attributes?: SpanAttributes): Span;
  /** It is over, as well as it went; `code`, where it went wrong, is a fault code. */
  end(attributes?: SpanAttributes, code?: string): void;
}

export type SpanName = 'look-up' | 'queue wait' | 'upstream call';

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface Tracer {
  /** The span of an operation; undefined where it is not sampled. `traceparent`: W3C Trace Context, as it came. */
  begin(traceparent: string | null): Span | undefined;
}
