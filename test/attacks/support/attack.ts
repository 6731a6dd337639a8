import type { FaultCode } from '../../../src/model/fault.ts';

/** What a running gateway gives out to those who ask politely: what attacks are forged from. */
export interface Known {
  readonly cursor: string;
  readonly eventId: string;
  /** In front of every request to GraphQL. */
  readonly authorization: string;
}

/** One payload and the answer that it must get. */
export interface Attack {
  readonly name: string;
  /** Everything that is sent on one connection. */
  bytes(known: Known): Buffer;
  readonly status: number;
  /** Of the first error; null: there is none. Left out: the answer is not GraphQL. */
  readonly code?: FaultCode | null;
  /** What the first error says. */
  readonly says?: RegExp;
  /** What must not stand in the answer, head included. */
  readonly without?: RegExp;
}

export type Expected = Omit<Attack, 'name' | 'bytes'>;

export interface AttackClass {
  /** In the list of 44 classes. */
  readonly number: number;
  readonly name: string;
  readonly attacks: readonly Attack[];
}

export const tooMuch: Expected = { status: 400, code: 'LIMIT_EXCEEDED' };
export const invalid: Expected = { status: 400, code: 'GRAPHQL_VALIDATION_FAILED' };
export const unparsable: Expected = { status: 400, code: 'GRAPHQL_PARSE_FAILED' };
export const badRequest: Expected = { status: 400, code: 'BAD_USER_INPUT' };
/** A field that complains, in an answer. */
export const badArgument: Expected = { status: 200, code: 'BAD_USER_INPUT' };
export const harmless: Expected = { status: 200, code: null };

/** An operation, as a well-behaved client sends it. */
export function asking(
  name: string,
  query: string,
  expected: Expected,
  more: { variables?: unknown; headers?: Headers; [key: string]: unknown } = {},
): Attack {
  const { headers = {}, ...rest } = more;
  return sending(name, JSON.stringify({ query, ...rest }), expected, headers);
}

type Headers = Readonly<Record<string, string>>;

/** Any body, with the headers of a well-behaved client unless others are given. */
export function sending(
  name: string,
  body: string | Buffer,
  expected: Expected,
  headers: Headers = {},
): Attack {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return requesting(name, 'POST', '/graphql', expected, { ...polite, ...length, ...headers }, body);
}

export const polite: Headers = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json',
};

/** Any request line and headers. */
export function requesting(
  name: string,
  method: string,
  path: string,
  expected: Expected,
  headers: Headers = {},
  body: string | Buffer = '',
): Attack {
  return {
    name,
    ...expected,
    bytes: ({ authorization }) => {
      const all = { host: '127.0.0.1', connection: 'close', authorization, ...headers };
      const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
      const head = [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
      return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
    },
  };
}

/** Bytes as they are, but for `{key}`. */
export function raw(name: string, bytes: string, status: number): Attack {
  return {
    name,
    status,
    bytes: ({ authorization }) => Buffer.from(bytes.replace('{key}', authorization), 'latin1'),
  };
}

/** The same attack from what is known only once the gateway runs. */
export function forged(name: string, expected: Expected, make: (known: Known) => Attack): Attack {
  return { name, ...expected, bytes: (known) => make(known).bytes(known) };
}

/** The letters A, B, C, …, each made into a part of a document. */
export function lettered(count: number, part: (name: string) => string): string {
  return Array.from({ length: count }, (_, index) => part(nameOf(index))).join(' ');
}

function nameOf(index: number): string {
  return `a${index.toString(36)}`;
}
