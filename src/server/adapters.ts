import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../model/clock.ts';
import { openScratch, type Scratch } from '../model/scratch.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { bodyTooLarge, Refusal } from './refusal.ts';

/** Never rejects: what goes wrong has become an answer. */
export type Answer = (request: HttpRequest) => Promise<HttpAnswer>;

export interface ConnectionLimits {
  /** Open at one time; further ones are closed at once. */
  readonly maxConnections: number;
  /** On one connection, which then ends. */
  readonly maxRequestsPerConnection: number;
}

/** What slow and greedy clients meet, in milliseconds and bytes. */
const patience = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than load balancers keep an idle connection, or they would meet a reset. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};
const maxHeaders = 64;
/** In characters. What is longer is encoded beforehand; what is not goes out in one piece with its headers. */
const longestSmallBody = 8 * 1024;
/** A page of fifty takes half of it; what is larger is seldom, and costs no more than copying it. */
const scratchBytes = 64 * 1024;
/** A client has this long to take an answer that did not fit into the buffers on the way to it. */
const readTimeoutMs = 30_000;

export function nodeServer(answer: Answer, limits: ConnectionLimits, clock: Pick<Clock, 'sleep'>): Server {
  const scratch = openScratch(scratchBytes);
  const server = createServer(patience, (incoming, outgoing) => {
    answer(fromNode(incoming, outgoing)).then(
      (ready) => {
        send(ready, outgoing, scratch);
        if (outgoing.writableLength === 0) return;
        // What the client has not taken yet still lies in the buffer.
        scratch.renew();
        void cutSlowReader(outgoing, clock);
      },
      () => outgoing.destroy(),
    );
  });
  server.maxConnections = limits.maxConnections;
  server.maxRequestsPerSocket = limits.maxRequestsPerConnection;
  server.maxHeadersCount = maxHeaders;
  return server;
}

function send({ status, headers, body }: HttpAnswer, outgoing: ServerResponse, scratch: Scratch): void {
  if (outgoing.destroyed) return;
  // Behind another answer on its connection it will wait, and must not keep the buffer from the others.
  const isNext = outgoing.socket?.writableLength === 0;
  const isEncoded = typeof body === 'string' && body.length > longestSmallBody && isNext;
  const sent = isEncoded ? scratch.encode(body) : body;
  const length = Buffer.byteLength(sent);
  outgoing.writeHead(status, isBodiless(status) ? headers : { ...headers, 'content-length': length });
  // As many bytes as characters: it is ASCII, which goes out as it lies in memory.
  outgoing.end(sent, length === sent.length ? 'latin1' : 'utf8');
}

async function cutSlowReader(outgoing: ServerResponse, { sleep }: Pick<Clock, 'sleep'>): Promise<void> {
  const isTaken = new AbortController();
  outgoing.once('close', () => isTaken.abort());
  await sleep(readTimeoutMs, isTaken.signal).then(
    () => outgoing.destroy(),
    () => {},
  );
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}

/** The same door without a port. */
export function webHandler(answer: Answer): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, headers, body } = await answer(fromWeb(request));
    const isBare = request.method === 'HEAD' || isBodiless(status);
    return new Response(isBare ? null : Buffer.from(body), { status, headers });
  };
}

function fromNode(incoming: IncomingMessage, outgoing: ServerResponse): HttpRequest {
  return {
    method: incoming.method ?? '',
    ...placeOf(incoming.url ?? ''),
    header: headersOf(incoming),
    readBody: (maxBytes) => readNodeBody(incoming, maxBytes),
    onGone: (listener) => {
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) listener();
      });
    },
  };
}

/** Sent twice, it comes out as a list of two: node would keep the first, a proxy perhaps the other. */
function headersOf(incoming: IncomingMessage): HttpRequest['header'] {
  const { headers, rawHeaders } = incoming;
  // Hardly anybody sends one twice, and node has these at hand.
  const isDistinct = 2 * Object.keys(headers).length === rawHeaders.length;
  if (!isDistinct) return (name) => incoming.headersDistinct[name]?.join(', ') ?? null;
  return (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
}

function placeOf(url: string): Pick<HttpRequest, 'path' | 'query'> {
  const end = url.indexOf('?');
  return end < 0 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
}

function readNodeBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooLarge = () => {
      incoming.off('data', take).pause();
      reject(bodyTooLarge(maxBytes));
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) return tooLarge();
      chunks.push(chunk);
    };
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    const halved = () => {
      if (!incoming.complete) {
        reject(new Refusal(400, 'The request ended before its body did.', { connection: 'close' }));
      }
    };
    incoming.on('data', take);
    incoming.once('end', () => resolve(inOne(chunks)));
    incoming.once('close', halved);
  });
}

/** Most bodies come in one piece. */
function inOne(chunks: readonly Buffer[]): Buffer {
  const [first, ...others] = chunks;
  return first !== undefined && others.length === 0 ? first : Buffer.concat(chunks);
}

function fromWeb(request: Request): HttpRequest {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    query: new URL(request.url).search.slice(1),
    header: (name) => request.headers.get(name),
    readBody: (maxBytes) => readWebBody(request, maxBytes),
    onGone: (listener) => request.signal.addEventListener('abort', listener, { once: true }),
  };
}

async function readWebBody(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw bodyTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
