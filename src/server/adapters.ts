import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { bodyTooLarge, Refusal } from './refusal.ts';

/** Never rejects: what goes wrong has become an answer. */
export type Answer = (request: HttpRequest) => Promise<HttpAnswer>;

/** What slow and greedy clients meet, in milliseconds and bytes. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than load balancers keep an idle connection, or they would meet a reset. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

export function nodeServer(answer: Answer): Server {
  return createServer(limits, (incoming, outgoing) => {
    answer(fromNode(incoming, outgoing)).then(
      (ready) => send(ready, outgoing),
      () => outgoing.destroy(),
    );
  });
}

function send({ status, headers, body }: HttpAnswer, outgoing: ServerResponse): void {
  if (outgoing.destroyed) return;
  const length = status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
  outgoing.writeHead(status, { ...headers, ...length });
  outgoing.end(body);
}

/** The same door without a port. */
export function webHandler(answer: Answer): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, headers, body } = await answer(fromWeb(request));
    const isBare = request.method === 'HEAD' || status === 304;
    return new Response(isBare ? null : Buffer.from(body), { status, headers });
  };
}

function fromNode(incoming: IncomingMessage, outgoing: ServerResponse): HttpRequest {
  return {
    method: incoming.method ?? '',
    path: (incoming.url ?? '').split('?', 1)[0] ?? '',
    header: (name) => incoming.headers[name]?.toString() ?? null,
    readBody: (maxBytes) => readNodeBody(incoming, maxBytes),
    onGone: (listener) => {
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) listener();
      });
    },
  };
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
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', halved).once('close', halved);
  });
}

function fromWeb(request: Request): HttpRequest {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
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
