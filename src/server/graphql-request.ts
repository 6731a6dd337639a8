import { isUtf8 } from 'node:buffer';
import { badUserInput, type Fault } from '../model/fault.ts';
import type { RequestLimits } from '../model/limits.ts';
import { openMemory } from '../model/memory.ts';
import type { HttpRequest } from './http.ts';
import { Refusal } from './refusal.ts';
import { type TrustedDocuments, withTrustedText } from './trusted-documents.ts';
import { expectBounded } from './value-limits.ts';

/** One operation as a client sent it. Never changed: whoever sends the same body shares it. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
  readonly extensions: Record<string, unknown> | undefined;
}

/**
 * POST with a JSON body and nothing else. No form, no text and no GET: a foreign page can make a browser send those
 * without asking first.
 */
export function expectJsonPost(request: HttpRequest): void {
  if (request.method !== 'POST') {
    throw new Refusal(405, 'GraphQL is asked with POST and a JSON body.', { allow: 'POST' });
  }
  if (!isJson(request.header('content-type'))) {
    throw new Refusal(415, 'Expected `content-type: application/json` in UTF-8.', {
      accept: 'application/json',
    });
  }
  if (!/^(identity)?$/i.test(request.header('content-encoding') ?? '')) {
    throw new Refusal(415, 'Expected a body without `content-encoding`.', { 'accept-encoding': 'identity' });
  }
}

/** The operation in a request's body. Rejects with BAD_USER_INPUT or LIMIT_EXCEEDED where there is none. */
export type ReadGraphqlRequest = (request: HttpRequest) => Promise<GraphqlRequest>;

/** Of bodies that were understood: dashboards send the same ones again and again. */
const maxKeptBytes = 4 * 1024 * 1024;
/** What is parsed takes about so many bytes for a character of its text, which is kept as well. */
const bytesPerCharacter = 10;

/** Each body is read once, and kept as long as there is room: who sends the same gets the same object. */
export function createRequestReader(
  { maxBodyBytes }: Pick<RequestLimits, 'maxBodyBytes'>,
  documents: TrustedDocuments | null,
): ReadGraphqlRequest {
  const known = openMemory<GraphqlRequest>(maxKeptBytes);
  return async (request) => {
    const text = textOf(await request.readBody(maxBodyBytes));
    const found = known.get(text);
    if (found !== undefined) return found;
    const asked = parseRequest(text, documents);
    known.set(text, asked, bytesPerCharacter * text.length + 1000);
    return asked;
  };
}

function isJson(contentType: string | null): boolean {
  if (contentType === 'application/json') return true;
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const isUtf = parameters.every((one) => !one.startsWith('charset=') || /^charset="?utf-?8"?$/.test(one));
  return type === 'application/json' && isUtf;
}

const entries: Readonly<Record<string, (value: unknown) => boolean>> = {
  query: (value) => typeof value === 'string',
  operationName: (value) => value == null || typeof value === 'string',
  variables: (value) => value == null || isMap(value),
  extensions: (value) => value == null || isMap(value),
};

function parseRequest(text: string, documents: TrustedDocuments | null): GraphqlRequest {
  const sent = parseJson(text);
  if (Array.isArray(sent)) throw badUserInput('Batches are not supported: send one operation per request.');
  if (!isMap(sent)) throw badUserInput('Expected a JSON object with `query` as the body.');
  const value = documents === null ? sent : withTrustedText(sent, documents);
  if (Object.keys(value).some((name) => !Object.hasOwn(entries, name))) {
    throw badUserInput(
      'Expected only query, operationName, variables and extensions in the body, got something else.',
    );
  }
  for (const [name, isSound] of Object.entries(entries)) {
    if (isSound(value[name])) continue;
    const expected = name === 'query' || name === 'operationName' ? 'a string' : 'an object';
    throw badUserInput(`Expected \`${name}\` to be ${expected}, got ${typeName(value[name])}.`);
  }
  const { query, operationName, variables, extensions } = value;
  expectBounded('variables', variables);
  expectBounded('extensions', extensions);
  return Object.freeze({
    query: query as string,
    operationName: (operationName as string | null | undefined) ?? undefined,
    variables: (variables as Record<string, unknown> | null | undefined) ?? undefined,
    extensions: (extensions as Record<string, unknown> | null | undefined) ?? undefined,
  });
}

function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw noJson();
  return body.toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the body; ours does not.
    throw noJson();
  }
}

function noJson(): Fault {
  return badUserInput('The body is not valid JSON in UTF-8.');
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
