import { createServer } from 'node:http';
import { answerTexts } from '../answer.ts';

// The limit: node:http that reads no body, decides nothing and sends bytes that it has. `/0` sends the first answer.
// With `BUSY_MICROS` it stands in for a server that takes so much longer for a request, and runs an empty loop as long;
// by the clock on the wall, so that interruptions make it rather too light than too heavy.

const answers = answerTexts().map((text) => Buffer.from(text));
const nothing = Buffer.alloc(0);
const busyMs = Number(process.env.BUSY_MICROS ?? 0) / 1000;

createServer((request, response) => {
  if (busyMs > 0) waste(busyMs);
  const body = answers[Number(request.url?.slice(1))] ?? nothing;
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}).listen(0, '127.0.0.1');

function waste(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
