import { request as ask, createServer } from 'node:http';
import { close, urlOf } from './neighbours.ts';

/** In front of a gateway: sees what routers send, and can fail in its place. */
export interface Proxy {
  readonly url: string;
  readonly authorizations: (string | null)[];
  isDown: boolean;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const server = createServer((request, response) => {
    proxy.authorizations.push(request.headers.authorization ?? null);
    if (proxy.isDown) {
      response.writeHead(503).end();
      return;
    }
    const { method, headers } = request;
    const onward = ask(`${target}${request.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  const proxy: Proxy = {
    url: await urlOf(server),
    authorizations: [],
    isDown: false,
    close: () => close(server),
  };
  return proxy;
}
