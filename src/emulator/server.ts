import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { textAnswer } from './answer.ts';
import { httpCall } from './call.ts';
import { CONTROL_PREFIX, type Control } from './control.ts';
import { deliver, isDoomed } from './delivery.ts';
import type { Dispatcher } from './dispatch.ts';

/** Far above what any call needs: to take apart a form of a megabyte would keep everybody waiting for seconds. */
const LARGEST_BODY = 2 ** 16;
/** Above what clients leave between two calls; Node's 5 seconds would close connections under them. */
const KEEP_ALIVE_MS = 75_000;

/**
 * HTTP in, HTTP out; not listening yet. `now` (epoch ms) goes into the `Date` of every answer: a client whose clock
 * differs from the one that its signatures are checked by can see by how much.
 */
export function createHttpServer(dispatcher: Dispatcher, control: Control, now: () => number): Server {
  const server = createServer((request, response) => {
    if (isDoomed(response)) return;
    response.setHeader('date', new Date(now()).toUTCString());
    readBody(request).then(
      (body) => respond(dispatcher, control, request, response, body),
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

function respond(
  dispatcher: Dispatcher,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  try {
    const call = httpCall(request.method ?? 'GET', request.url ?? '/', request.headers, body);
    if (call.path === CONTROL_PREFIX || call.path.startsWith(`${CONTROL_PREFIX}/`)) {
      const { status, body: told } = control.handle(call, request.socket.remoteAddress);
      const text = `${JSON.stringify(told, null, 2)}\n`;
      deliver(response, textAnswer(status, '-', 'application/json;charset=utf-8', text), []);
    } else {
      const { answer, faults } = dispatcher.handle(call);
      deliver(response, answer, faults);
    }
  } catch (error) {
    // A mistake in the emulator itself. Whoever develops against it should see it, and go on.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    deliver(response, textAnswer(500, '-', 'text/plain', `The emulator itself failed: ${message}\n`), []);
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LARGEST_BODY) throw new Error('The request is larger than 64 KiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
