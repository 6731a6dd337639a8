import type { Dispatcher } from 'undici';

/** More than ActionTrail sends for a page of fifty by far; what is larger is not read to its end. */
const maxBodyBytes = 8 * 1024 * 1024;

/** What came back, as far as it came. Only this room reads it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Null where it could not be had whole; `flaw` says why. */
  readonly body: string | null;
  readonly flaw: Flaw | null;
}

/** Why a body is missing: compressed unasked, without a told end, above the cap, or ended before its end. */
export type Flaw = 'ENCODED' | 'UNFRAMED' | 'TOO_LARGE' | 'BROKEN_OFF';

interface Exchange {
  readonly signal: AbortSignal;
  /** A connection is there, and the head is written next. */
  readonly onWritten: () => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

type Head = Pick<Answer, 'status' | 'headers'>;

/**
 * Takes one answer from undici, head and body in one piece. Streams are for those who cannot wait: making one for each
 * answer costs more than reading it.
 */
export class Receiver implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #head: Head | null = null;
  #controller: Dispatcher.DispatchController | null = null;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    exchange.signal.addEventListener('abort', this.#leave, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { signal, onWritten } = this.#exchange;
    this.#controller = controller;
    if (signal.aborted) controller.abort(asError(signal.reason));
    else onWritten();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Answer['headers']): void {
    // "Continue" and the like come in front of an answer.
    if (status < 200) return;
    this.#head = { status, headers };
    const flaw = flawOfHead(headers);
    if (flaw !== null) this.#drop(this.#head, flaw);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > maxBodyBytes && this.#head !== null) this.#drop(this.#head, 'TOO_LARGE');
  }

  onResponseEnd(): void {
    if (this.#head === null) return;
    const body = Buffer.concat(this.#chunks, this.#size).toString('utf8');
    this.#end();
    this.#exchange.resolve({ ...this.#head, body, flaw: null });
  }

  /** Also after an abort of ours, when the answer has been given or nobody waits for one. */
  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    if (this.#head === null || this.#exchange.signal.aborted) this.#exchange.reject(error);
    else this.#exchange.resolve({ ...this.#head, body: null, flaw: 'BROKEN_OFF' });
  }

  #drop(head: Head, flaw: Flaw): void {
    this.#exchange.resolve({ ...head, body: null, flaw });
    this.#controller?.abort(new Error(flaw));
  }

  readonly #leave = (): void => {
    this.#controller?.abort(asError(this.#exchange.signal.reason));
  };

  #end(): void {
    this.#exchange.signal.removeEventListener('abort', this.#leave);
  }
}

/** An answer that ends when the connection does cannot be told from one that was cut. */
function flawOfHead(headers: Answer['headers']): Flaw | null {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return 'ENCODED';
  if (Number(headers['content-length']) > maxBodyBytes) return 'TOO_LARGE';
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    return 'UNFRAMED';
  return null;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
