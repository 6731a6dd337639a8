import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { Fault, FaultKind } from './faults.ts';

/** Sends an answer, well or, where a fault says so, badly. The only file with timers. */
export function deliver(response: ServerResponse, answer: Answer, faults: readonly Fault[]): void {
  const fault = faults.find(({ kind }) => MANNERS[kind] !== undefined);
  const manner = fault === undefined ? undefined : MANNERS[fault.kind];
  if (fault === undefined || manner === undefined) send(response, answer);
  else manner(response, answer, fault);
}

/** True if an earlier fault left this connection to fail on its next use. */
export function isDoomed(response: ServerResponse): boolean {
  const { socket } = response;
  if (socket === null || !doomed.has(socket)) return false;
  socket.resetAndDestroy();
  return true;
}

type Manner = (response: ServerResponse, answer: Answer, fault: Fault) => void;

const doomed = new WeakSet<object>();
/** A reset throws away what was not sent yet, so it waits this long for the half that should arrive. */
const FLUSH_MS = 30;

const MANNERS: Partial<Record<FaultKind, Manner>> = {
  slow: (response, answer, { ms = 1000 }) => later(response, ms, () => send(response, answer)),
  never: () => {},
  reset: (response) => void response.socket?.resetAndDestroy(),
  drip: (response, answer, { ms = 100 }) => {
    head(response, answer);
    drip(response, answer.body, 0, ms);
  },
  stall: (response, answer) => sendHalf(response, answer),
  'half-body': (response, answer) => {
    sendHalf(response, answer);
    later(response, FLUSH_MS, () => response.socket?.end());
  },
  'reset-mid-body': (response, answer) => {
    sendHalf(response, answer);
    later(response, FLUSH_MS, () => response.socket?.resetAndDestroy());
  },
  'short-body': (response, answer) => {
    const headers = Object.entries({ ...answer.headers, connection: 'close' });
    const lines = [`HTTP/1.1 ${answer.status} OK`, ...headers.map(([name, value]) => `${name}: ${value}`)];
    response.socket?.write(`${lines.join('\r\n')}\r\n\r\n`);
    response.socket?.end(answer.body);
  },
  'drop-socket': (response, answer) => {
    if (response.socket !== null) doomed.add(response.socket);
    send(response, answer);
  },
  'not-http': (response) => void response.socket?.end('220 this is not the protocol you are looking for\r\n'),
};

function send(response: ServerResponse, answer: Answer): void {
  head(response, answer);
  response.end(answer.body);
}

function head(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
}

function sendHalf(response: ServerResponse, answer: Answer): void {
  head(response, answer);
  response.write(answer.body.subarray(0, Math.ceil(answer.body.length / 2)));
}

function drip(response: ServerResponse, body: Buffer, sent: number, ms: number): void {
  if (sent >= body.length) {
    response.end();
    return;
  }
  response.write(body.subarray(sent, sent + 1));
  later(response, ms, () => drip(response, body, sent + 1, ms));
}

/** Not at all, if the connection is gone by then: timers of dead calls would keep the process busy. */
function later(response: ServerResponse, ms: number, act: () => void): void {
  const timer = setTimeout(() => {
    response.off('close', cancel);
    act();
  }, ms);
  const cancel = (): void => clearTimeout(timer);
  response.once('close', cancel);
}
