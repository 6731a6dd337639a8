import { once } from 'node:events';
import { createConnection } from 'node:net';

// A client that costs little, so that the server is what is measured: HTTP/1.1 over kept connections, one request at a
// time on each, every answer compared with the bytes that are expected.

/** One request as bytes, and the body it has to be answered with; null takes any. */
export interface Exchange {
  readonly request: Buffer;
  readonly expected: Buffer | null;
}

export interface RequestParts {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export function requestBytes({ path, headers = {}, body }: RequestParts): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    'accept: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

export interface Connection {
  /**
   * Calls back with the body, which is gone when `done` returns; the connection is free then. Fails loudly on anything
   * but the expected answer.
   */
  send(exchange: Exchange, done: (body: Buffer) => void): void;
  close(): void;
}

/** `onError` hears of a broken connection and of an answer that is not the expected one. */
export async function connect(port: number, onError: (error: Error) => void): Promise<Connection> {
  let received: Buffer | null = null;
  let waiting: { exchange: Exchange; done: (body: Buffer) => void } | null = null;
  const take = (chunk: Buffer) => {
    received = received === null ? chunk : Buffer.concat([received, chunk]);
    const answer = readAnswer(received);
    if (answer === null || waiting === null) {
      // The room is read into again.
      if (received === chunk) received = Buffer.from(chunk);
      return;
    }
    const { exchange, done } = waiting;
    received = waiting = null;
    const problem = problemWith(answer, exchange.expected);
    if (problem === null) done(answer.body);
    else onError(new Error(problem));
  };
  // One room for all that comes: 64 kB for each piece would make the client collect garbage, and wait while it does.
  const onread = {
    buffer: Buffer.allocUnsafeSlow(roomBytes),
    callback: (length: number, room: Uint8Array) => {
      take(Buffer.from(room.buffer, room.byteOffset, length));
      return true;
    },
  };
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true, onread });
  socket.on('error', onError);
  socket.on('close', () => {
    if (waiting !== null) onError(new Error('the server closed the connection before it answered'));
  });
  await once(socket, 'connect');
  return {
    send(exchange, done) {
      waiting = { exchange, done };
      socket.write(exchange.request);
    },
    close: () => void socket.destroy(),
  };
}

/** Enough for a page in one piece. */
const roomBytes = 128 * 1024;
const patienceMs = 20_000;

/** One request on a connection of its own. */
export function ask(port: number, request: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  connect(port, reject).then((connection) => {
    connection.send({ request, expected: null }, (body) => {
      const kept = Buffer.from(body);
      connection.close();
      resolve(kept);
    });
  }, reject);
  return promise.finally(() => clearTimeout(timer));
}

interface Answer {
  readonly status: string;
  readonly body: Buffer;
}

/** Null while a part is missing. */
function readAnswer(received: Buffer): Answer | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const rest = received.subarray(end + 4);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const body = length === undefined ? unchunked(rest) : rest.length < Number(length) ? null : rest;
  return body === null ? null : { status: head.slice(9, 12), body };
}

function unchunked(rest: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(rest.toString('latin1', at, lineEnd), 16);
    if (rest.length < lineEnd + 2 + size + 2) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

function problemWith({ status, body }: Answer, expected: Buffer | null): string | null {
  if (status !== '200') return `status ${status}: ${body.toString().slice(0, 500)}`;
  if (expected === null || body.equals(expected)) return null;
  return `another answer than expected: ${firstDifference(body, expected)}`;
}

export function firstDifference(got: Buffer, expected: Buffer): string {
  let at = 0;
  while (at < got.length && got[at] === expected[at]) at += 1;
  const around = (bytes: Buffer) => JSON.stringify(bytes.toString('utf8', Math.max(0, at - 40), at + 60));
  return `${got.length} bytes instead of ${expected.length}, from byte ${at}: ${around(got)} instead of ${around(expected)}`;
}
