import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';

/** More than ActionTrail sends for a page of fifty by far; what is larger is not read to its end. */
const maxBodyBytes = 8 * 1024 * 1024;
const maxConnectionsPerEndpoint = 64;
/** While a call has no connection, nobody else of its account has a turn. */
const connectTimeoutMs = 2000;

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

/** No answer at all. Carries the code of the system or of the parser and the address: raw errors may hold the request. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly code: string;
  /** Host and port that were asked. */
  readonly address: string;

  constructor(code: string, address: string) {
    super(`The connection to ${address} failed with ${code}.`);
    this.code = code;
    this.address = address;
  }
}

/** `callApi` of one client with everything bound but the headers. */
export type SignedCall = (headers: Record<string, string>) => Promise<unknown>;

export interface Transport {
  /**
   * Runs `call`, which must make one request through @alicloud/openapi-client, and gives what came back.
   * Rejects with a `ConnectionError`, with the signal's reason, or with what signing threw.
   * `onSend` runs when the signed request is handed over, `onWritten` when a connection is there and it is written.
   */
  exchange(
    call: SignedCall,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    onSend: () => void,
    onWritten?: () => void,
  ): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * The socket under @alicloud/openapi-client. The client signs well, but its own transport (httpx) loses the status of
 * what is not JSON, reads without limit, cannot be aborted, and its time-outs disarm each other on reused sockets.
 * So its one transport function is replaced for requests that carry our symbol among their headers (a symbol is
 * neither signed nor sent); all others, those of the credential providers, go where they always went.
 */
export function openTransport(): Transport {
  installSeam();
  // No time-outs of its own: a call's deadline governs, from outside. HTTP/1.1, so that a cut answer shows.
  const agent = new Agent({
    connections: maxConnectionsPerEndpoint,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: connectTimeoutMs,
  });
  const dispatcher = agent.compose(tellWhenWritten);
  return {
    async exchange(call, headers, signal, onSend, onWritten = () => undefined) {
      const exchanged: { answer?: Answer } = {};
      const seam: Seam = async (url, request) => {
        signal.throwIfAborted();
        onSend();
        exchanged.answer = await send(dispatcher, url, request, { signal, opaque: onWritten });
      };
      await call({ ...headers, [seamKey]: seam } as Record<string, string>);
      if (exchanged.answer === undefined) {
        throw new Error(
          'The transport under @alicloud/openapi-client is not ours: expected httpx 2.3.3 below ' +
            '@alicloud/tea-typescript 1.8.0, which calls it by name. Run `npm ci`, and compare `npm ls httpx`.',
        );
      }
      return exchanged.answer;
    },
    close: () => agent.destroy(),
  };
}

interface HttpxRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string | symbol, unknown>>;
}
type HttpxFunction = (url: string, request: HttpxRequest) => Promise<unknown>;
type Seam = (url: string, request: HttpxRequest) => Promise<void>;

const seamKey = Symbol('trailgraph.seam');
const isInstalled = Symbol('trailgraph.installed');

/** What the client is told. It asks for a binary body, which it hands on unread: the real answer never meets it. */
const stub = { statusCode: 200, headers: {} };

function installSeam(): void {
  const httpx = transportOfClient();
  const original = httpx.request;
  if (original[isInstalled]) return;
  const replacement: HttpxFunction = async (url, request) => {
    const seam = request?.headers?.[seamKey] as Seam | undefined;
    if (seam === undefined) return original(url, request);
    await seam(url, request);
    return stub;
  };
  httpx.request = Object.assign(replacement, { [isInstalled]: true as const });
}

/** The copy of httpx that the client uses: as somebody's dependency, we may stand beside other ones. */
function transportOfClient(): { request: HttpxFunction & { [isInstalled]?: true } } {
  const client = createRequire(import.meta.url).resolve('@alicloud/openapi-client');
  const tea = createRequire(client).resolve('@alicloud/tea-typescript');
  return createRequire(tea)('httpx');
}

/** What a request carries through undici: `opaque` is handed on untouched. */
interface Watched {
  readonly signal: AbortSignal;
  readonly opaque: () => void;
}

/** undici calls `onRequestStart` right before it writes the head, once there is a connection that is free. */
function tellWhenWritten(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) => {
    const { opaque } = options as Partial<Watched>;
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      opaque?.();
      start?.(controller, context);
    };
    return dispatch(options, handler);
  };
}

async function send(
  dispatcher: Dispatcher,
  url: string,
  request: HttpxRequest,
  { signal, opaque }: Watched,
): Promise<Answer> {
  const { origin, pathname, search, host } = new URL(url);
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin,
      path: pathname + search,
      method: request.method === 'GET' ? 'GET' : 'POST',
      headers: Object.fromEntries(Object.entries(request.headers ?? {})) as Record<string, string>,
      signal,
      opaque,
    });
    return { status: statusCode, headers, ...(await readBody(headers, body, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    throw new ConnectionError(codeOf(error), host);
  }
}

async function readBody(
  headers: Answer['headers'],
  body: Readable,
  signal: AbortSignal,
): Promise<Pick<Answer, 'body' | 'flaw'>> {
  // A stream that is left early reports that as an error, which nobody else listens to.
  body.on('error', () => undefined);
  const flaw = flawOfHead(headers);
  if (flaw !== null) return drop(body, flaw);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBodyBytes) return drop(body, 'TOO_LARGE');
    }
  } catch {
    signal.throwIfAborted();
    return { body: null, flaw: 'BROKEN_OFF' };
  }
  return { body: Buffer.concat(chunks, size).toString('utf8'), flaw: null };
}

/** An answer that ends when the connection does cannot be told from one that was cut. */
function flawOfHead(headers: Answer['headers']): Flaw | null {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return 'ENCODED';
  if (Number(headers['content-length']) > maxBodyBytes) return 'TOO_LARGE';
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    return 'UNFRAMED';
  return null;
}

function drop(body: Readable, flaw: Flaw): Pick<Answer, 'body' | 'flaw'> {
  body.destroy();
  return { body: null, flaw };
}

/** Some parser errors have no code; then the kind of error tells. */
function codeOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  const told = [code, name].find((text) => typeof text === 'string' && /^\w{1,60}$/.test(text));
  return typeof told === 'string' ? told : 'UNKNOWN';
}
