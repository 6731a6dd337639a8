import { createRequire } from 'node:module';
import { Agent } from 'undici';
import { type Answer, Receiver } from './receiver.ts';

const maxConnectionsPerEndpoint = 64;
/** While a call has no connection, nobody else of its account has a turn. */
const connectTimeoutMs = 2000;

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
  return {
    async exchange(call, headers, signal, onSend, onWritten = () => undefined) {
      const exchanged: { answer?: Answer } = {};
      const seam: Seam = async (url, request) => {
        signal.throwIfAborted();
        onSend();
        exchanged.answer = await send(agent, url, request, { signal, onWritten });
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

async function send(
  agent: Agent,
  url: string,
  { method, headers = {} }: HttpxRequest,
  { signal, onWritten }: { readonly signal: AbortSignal; readonly onWritten: () => void },
): Promise<Answer> {
  const { origin, pathname, search, host } = new URL(url);
  const options = {
    origin,
    path: pathname + search,
    method: method === 'GET' ? ('GET' as const) : ('POST' as const),
    headers: Object.fromEntries(Object.entries(headers)) as Record<string, string>,
  };
  try {
    return await new Promise<Answer>((resolve, reject) => {
      agent.dispatch(options, new Receiver({ signal, onWritten, resolve, reject }));
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new ConnectionError(codeOf(error), host);
  }
}

/** Some parser errors have no code; then the kind of error tells. */
function codeOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  const told = [code, name].find((text) => typeof text === 'string' && /^\w{1,60}$/.test(text));
  return typeof told === 'string' ? told : 'UNKNOWN';
}
