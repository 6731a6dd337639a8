import type { IncomingHttpHeaders } from 'node:http';

/** An HTTP request as the operations see it. */
export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** From the query and, where the body is a form, from the body. */
  readonly params: Params;
  readonly body: Buffer;
}

/** Parameters of a request from query and form; a name given twice has its last value. */
export type Params = ReadonlyMap<string, string>;

export function httpCall(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): HttpCall {
  const [path = '/', query = ''] = splitOnce(url, '?');
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const inQuery = new URLSearchParams(query);
  const inForm = new URLSearchParams(isForm ? body.toString('utf8') : '');
  // Once for a call: a form can hold tens of thousands of them.
  return { method, path, headers, query: inQuery, params: new Map([...inQuery, ...inForm]), body };
}

/** The header's value, joined where it came more than once; undefined where it did not come. */
export function headerOf(call: HttpCall, name: string): string | undefined {
  // Callers name headers too, in SignedHeaders, and `constructor` is none.
  const value = Object.hasOwn(call.headers, name) ? call.headers[name] : undefined;
  return Array.isArray(value) ? value.join(',') : value;
}

/** RPC calls name the operation in the query (V2) or in a header (V3). */
export function actionOf(call: HttpCall): string | undefined {
  return call.params.get('Action') ?? headerOf(call, 'x-acs-action');
}

export function versionOf(call: HttpCall): string | undefined {
  return call.params.get('Version') ?? headerOf(call, 'x-acs-version');
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
