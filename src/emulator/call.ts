import type { IncomingHttpHeaders } from 'node:http';

/** An HTTP request as the operations see it. */
export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** Empty unless the body is a form. */
  readonly form: URLSearchParams;
  readonly body: Buffer;
}

/** Parameters of a request from query and form; a name given twice has its last value. */
export type Params = ReadonlyMap<string, string>;

export function httpCall(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): HttpCall {
  const [path = '/', query = ''] = splitOnce(url, '?');
  const isForm = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? body.toString('utf8') : '');
  return { method, path, headers, query: new URLSearchParams(query), form, body };
}

export function paramsOf({ query, form }: HttpCall): Params {
  return new Map([...query, ...form]);
}

/** The header's value, joined where it came more than once; undefined where it did not come. */
export function headerOf(call: HttpCall, name: string): string | undefined {
  const value = call.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** RPC calls name the operation in the query (V2) or in a header (V3). */
export function actionOf(call: HttpCall): string | undefined {
  return paramsOf(call).get('Action') ?? headerOf(call, 'x-acs-action');
}

export function versionOf(call: HttpCall): string | undefined {
  return paramsOf(call).get('Version') ?? headerOf(call, 'x-acs-version');
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
