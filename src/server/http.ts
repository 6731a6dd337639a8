/** What the pipeline knows of a request, wherever it came from. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  /** What stands behind the `?`; empty when nothing does. Nothing is read from it. */
  readonly query: string;
  /** `name` in lower case; null when there is no such header. */
  header(name: string): string | null;
  /** The whole body. Rejects with LIMIT_EXCEEDED as soon as it turns out to be longer than `maxBytes`. */
  readBody(maxBytes: number): Promise<Buffer>;
  /** Calls back when the client leaves before it has its answer. */
  onGone(listener: () => void): void;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}
