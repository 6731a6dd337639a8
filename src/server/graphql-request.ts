import { isUtf8 } from 'node:buffer';
import { badUserInput } from '../model/fault.ts';
import type { RequestLimits } from '../model/limits.ts';
import type { HttpRequest } from './http.ts';
import { Refusal } from './refusal.ts';
import { type TrustedDocuments, withTrustedText } from './trusted-documents.ts';
import { expectBounded } from './value-limits.ts';

/** One operation as a client sent it. */
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

export async function readGraphqlRequest(
  request: HttpRequest,
  { maxBodyBytes }: Pick<RequestLimits, 'maxBodyBytes'>,
  documents: TrustedDocuments | null,
): Promise<GraphqlRequest> {
  return parseRequest(await request.readBody(maxBodyBytes), documents);
}

function isJson(contentType: string | null): boolean {
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

function parseRequest(body: Buffer, documents: TrustedDocuments | null): GraphqlRequest {
  const sent = parseJson(body);
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
  return {
    query: query as string,
    operationName: (operationName as string | null | undefined) ?? undefined,
    variables: (variables as Record<string, unknown> | null | undefined) ?? undefined,
    extensions: (extensions as Record<string, unknown> | null | undefined) ?? undefined,
  };
}

function parseJson(body: Buffer): unknown {
  try {
    if (isUtf8(body)) return JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's message quotes the body; ours does not.
  }
  throw badUserInput('The body is not valid JSON in UTF-8.');
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
