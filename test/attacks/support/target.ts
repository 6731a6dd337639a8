import { connect } from 'node:net';
import { grantOf, type Scope } from '../../../src/model/grant.ts';
import { jsonLog, systemClock } from '../../../src/system.ts';
import { askOver } from '../../support/ask.ts';
import { startGateway } from '../../support/gateway.ts';
import { apiKeyFor, authOf } from '../../support/identity.ts';
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

/** What an attacker may do unless a test says otherwise: read, and not the schema. */
const reading: readonly Scope[] = ['audit:read', 'jobs:read'];

export async function startTarget(scopes = reading): Promise<Target> {
  const key = apiKeyFor('tool', grantOf({ scopes }));
  const { gateway, emulator, log, accessLog } = await startGateway({ events: 40_000 }, (config) => ({
    ...config,
    isProduction: true,
    auth: authOf({ apiKeys: [key.config] }),
    server: { ...config.server, hosts: ['127.0.0.1'], origins: ['https://app.example.com'] },
  }));
  const lines: string[] = [];
  const write = jsonLog('debug', (line) => lines.push(line), systemClock);
  const seen = { log: 0, accessLog: 0 };
  const { url } = await gateway.listen();
  const authorization = `Bearer ${key.text}`;
  const query = '{ events(first: 1) { nodes { id } pageInfo { endCursor } } }';
  const { data } = await (await askOver(url, query, { authorization })).json();
  return {
    url: `${url}/graphql`,
    known: {
      cursor: data.events.pageInfo.endCursor,
      eventId: data.events.nodes[0].id,
      authorization,
    },
    newLines: () => {
      for (const { level, event, fields } of log.slice(seen.log)) write(level, event, fields);
      for (const record of accessLog.slice(seen.accessLog)) write('info', 'access', { ...record });
      seen.log = log.length;
      seen.accessLog = accessLog.length;
      return lines.splice(0);
    },
    secrets: [
      key.text,
      ...emulator.accounts.flatMap(({ accessKeySecret, temporary }) => [
        accessKeySecret,
        ...(temporary === undefined ? [] : [temporary.accessKeySecret, temporary.securityToken]),
      ]),
    ],
    send: (bytes) => exchange(Number(new URL(url).port), bytes),
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
