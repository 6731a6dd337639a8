import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { listen } from '../../support/loopback.ts';

export interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly query: Record<string, string>;
}

export interface ScriptedServer {
  readonly url: string;
  /** What was asked, oldest first. */
  readonly asked: Asked[];
  /** How many were opened so far. */
  connections(): number;
  /** Resolves when the next request has arrived. */
  nextRequest(): Promise<Asked>;
}

export type Script = (response: ServerResponse, asked: Asked) => unknown;

/** A server on the loopback that answers every request by a script. It ends with the test. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  let arrived = Promise.withResolvers<Asked>();
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://server');
    const one = { headers: request.headers, query: Object.fromEntries(searchParams) };
    asked.push(one);
    arrived.resolve(one);
    arrived = Promise.withResolvers();
    script(response, one);
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return { url, asked, connections: () => connections, nextRequest: () => arrived.promise };
}

/** Answers every request with this body; strings go out as they are. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Script {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers }).end(text);
  };
}

/** A well-formed LookupEvents answer. */
export function page(events: readonly unknown[], nextToken?: string): Record<string, unknown> {
  return { Events: events, RequestId: 'REQUEST-1', ...(nextToken !== undefined && { NextToken: nextToken }) };
}
