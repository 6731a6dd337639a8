import type { Server } from '../../src/server/index.ts';

/** A query, or the whole body of a request. */
type Asked = string | object;

/** Posts an operation over a socket. */
export function askOver(
  url: string,
  asked: Asked,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/graphql`, postOf(asked, headers));
}

/** Posts an operation without a port. */
export function askAt(
  gateway: Pick<Server, 'handle'>,
  asked: Asked,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return gateway.handle(new Request('http://gateway/graphql', postOf(asked, headers)));
}

function postOf(asked: Asked, headers: Readonly<Record<string, string>>): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(typeof asked === 'string' ? { query: asked } : asked),
  };
}
