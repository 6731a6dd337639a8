import { createServer } from 'node:http';
import { type Address, listenOn } from './listen.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsPort {
  /** Rejects when the address cannot be had. */
  listen(): Promise<{ readonly url: string }>;
  close(): Promise<void>;
}

/** `GET /metrics` on a port of its own, so that it is never open where clients are. */
export function createMetricsPort(
  address: Address,
  { text, contentType }: Pick<Metrics, 'text' | 'contentType'>,
): MetricsPort {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000 },
    async ({ method, url }, answer) => {
      const isAsked = method === 'GET' && url?.split('?', 1)[0] === '/metrics';
      if (isAsked) answer.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      else answer.writeHead(404);
      answer.end(isAsked ? await text() : '');
    },
  );
  server.maxConnections = 16;
  return {
    listen: async () => {
      const url = `${await listenOn(server, address, 'metrics')}/metrics`;
      // A connection that could not be taken is tried again by whoever scrapes, and is no reason to stop.
      server.on('error', () => undefined);
      return { url };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
