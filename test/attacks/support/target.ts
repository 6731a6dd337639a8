import { connect } from 'node:net';
import { afterAll } from 'vitest';
import { startEmulator } from '../../../src/emulator/index.ts';
import { createGateway } from '../../../src/main.ts';
import { jsonLog, systemClock } from '../../../src/system.ts';
import { configFor, quick } from '../../support/gateway.ts';
import type { Known } from './attack.ts';

/** The gateway as it stands in production, on a port, with what it says to its log. */
export interface Target {
  readonly url: string;
  readonly known: Known;
  /** What it has logged since the last look: the lines as they are written. */
  newLines(): string[];
  /** Values that must never be seen outside. */
  readonly secrets: readonly string[];
  /** Sends bytes as they are on a connection of their own, and waits for its end. */
  send(bytes: Buffer): Promise<Answered>;
}

export interface Answered {
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  /** Status line and headers, in one text. */
  readonly head: string;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

export async function startTarget(): Promise<Target> {
  const emulator = await startEmulator({ ...quick, events: 40_000 });
  const base = configFor(emulator);
  const config = {
    ...base,
    isProduction: true,
    server: { ...base.server, hosts: ['127.0.0.1'], origins: ['https://app.example.com'] },
    log: { level: 'debug' as const },
  };
  const lines: string[] = [];
  const observer = jsonLog('debug', (line) => lines.push(line), systemClock);
  const gateway = await createGateway(config, { clock: systemClock, observer, examples: [] });
  const { url } = await gateway.listen();
  afterAll(async () => {
    await gateway.close();
    await emulator.close();
  });
  const port = Number(new URL(url).port);
  const query = '{ events(first: 1) { nodes { id } pageInfo { endCursor } } }';
  const authorization = 'none';
  const { data } = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  }).then((response) => response.json());
  return {
    url: `${url}/graphql`,
    known: {
      cursor: data.events.pageInfo.endCursor,
      eventId: data.events.nodes[0].id,
      authorization,
    },
    newLines: () => lines.splice(0),
    secrets: emulator.accounts.flatMap(({ accessKeySecret, temporary }) => [
      accessKeySecret,
      ...(temporary === undefined ? [] : [temporary.accessKeySecret, temporary.securityToken]),
    ]),
    send: (bytes) => exchange(port, bytes),
  };
}

function exchange(port: number, bytes: Buffer): Promise<Answered> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    // The server may close before it has read everything.
    socket.on('error', () => {});
    socket.once('close', () => resolve(parsed(Buffer.concat(chunks).toString())));
    socket.write(bytes);
  });
}

function parsed(text: string): Answered {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...headers] = head.split('\r\n');
  const byName = new Map(
    headers.map((header) => [header.split(':', 1)[0]?.toLowerCase(), header.replace(/^[^:]*:\s*/, '')]),
  );
  const header = (name: string) => byName.get(name);
  return { status: Number(line.split(' ')[1] ?? 0), head, header, body: rest.join('\r\n\r\n') };
}
