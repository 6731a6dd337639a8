import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen } from '../../support/loopback.ts';

/** A server that speaks bytes: for answers that no HTTP library would send. It ends with the test. */
export async function rawServer(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** The head of an answer and the beginning of its body, then whatever `then` does. */
export function bytes(text: string, then: (socket: Socket) => void = (socket) => socket.end()) {
  return (socket: Socket): void => {
    socket.write(text, () => then(socket));
  };
}
