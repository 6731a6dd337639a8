import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface MetricsPort {
  /** Rejects when the address cannot be had. */
  listen(): Promise<{ readonly url: string }>;
  close(): Promise<void>;
}

/** `GET /metrics` on a port of its own, so that it is never open where clients are. */
export function createMetricsPort(
  { host, port }: { readonly host: string; readonly port: number },
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
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', ({ message }) => {
          reject(
            new Error(
              `Cannot listen on ${host}, port ${port}: ${message}. Change metrics.host or metrics.port.`,
            ),
          );
        });
        server.listen(port, host, () => {
          const { port: taken } = server.address() as AddressInfo;
          resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
