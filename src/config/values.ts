import { z } from 'zod';
import { namePattern } from '../model/name.ts';
import { parseDuration, parseInstant } from '../model/time.ts';
import { Environmental } from './tree.ts';

// Readers of single values. Each says in words what it expects; the words become the error.

/** Takes what `read` makes of the value; undefined means "not what I expect". */
function value<T>(expected: string, read: (value: unknown) => T | undefined) {
  return z.unknown().transform((input, context): T => {
    const result = read(input);
    if (result !== undefined) return result;
    context.issues.push({ code: 'custom', message: expected, input });
    return z.NEVER;
  });
}

/** A map with exactly these keys. An empty section counts as one without keys. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((input) => input ?? Object.create(null), map(shape));
}

export function map<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : 'a map'),
  });
}

/** At least one. That none comes twice is checked in the whole tree. */
export function list<Item extends z.ZodType>(item: Item, expected: string) {
  return z
    .array(item, { error: () => expected })
    .min(1, { error: () => expected })
    .readonly();
}

export function text(expected: string, pattern: RegExp) {
  return textThat(expected, (found) => pattern.test(found));
}

export function textThat(expected: string, isSound: (text: string) => boolean) {
  return value(expected, (input) => {
    const found = textOf(input);
    return found !== undefined && isSound(found) ? found : undefined;
  });
}

/** What operators call something of theirs. */
export function name(expected = 'a name of letters, digits, _ or -') {
  return text(expected, namePattern);
}

/** A map whose keys are such names. */
export function names<Item extends z.ZodType>(item: Item) {
  const expected = 'a map of names';
  return z.preprocess(
    (input) => input ?? {},
    z.record(z.string().regex(namePattern, { error: () => expected }), item, {
      error: () => expected,
    }),
  );
}

export function hostName() {
  return text('an address or host name to listen on', /^[A-Za-z0-9.:_-]{1,255}$/);
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return value(words.map((word) => JSON.stringify(word)).join(' or '), (input) =>
    words.find((word) => word === textOf(input)),
  );
}

export function truth() {
  return value('true or false', (input) => {
    if (typeof input === 'boolean') return input;
    const word = input instanceof Environmental ? input.text : '';
    return word === 'true' ? true : word === 'false' ? false : undefined;
  });
}

export function integer(lowest: number, highest: number) {
  return value(`an integer from ${lowest} to ${highest}`, (input) => {
    const number = numberOf(input);
    return Number.isInteger(number) && number >= lowest && number <= highest ? number : undefined;
  });
}

export function positive(highest: number) {
  return value(`a number above 0 and up to ${highest}`, (input) => {
    const number = numberOf(input);
    return number > 0 && number <= highest ? number : undefined;
  });
}

export function atLeastZero(highest: number) {
  return value(`a number from 0 to ${highest}`, (input) => {
    const number = numberOf(input);
    return number >= 0 && number <= highest ? number : undefined;
  });
}

export function atMostOne() {
  return value('a number from 0 to 1', (input) => {
    const number = numberOf(input);
    return number >= 0 && number <= 1 ? number : undefined;
  });
}

/** Where a collector listens. Often inside of one's own network, where http is common. */
export function collector() {
  return value(
    'an http:// or https:// address without user, such as http://127.0.0.1:4318/v1/traces',
    (input) => {
      const url = URL.parse(textOf(input) ?? '');
      const isSound = url !== null && /^https?:$/.test(url.protocol) && url.username + url.password === '';
      return isSound ? url.href : undefined;
    },
  );
}

/** Names and values of HTTP headers. */
export function headers() {
  return value('a map of header names to their values, printable ASCII', (input) => {
    if (typeof input !== 'object' || input === null) return undefined;
    const entries = Object.entries(input).map(([name, one]) => [name, textOf(one) ?? '']);
    const isSound = entries.every(
      ([name = '', one = '']) => /^[A-Za-z0-9-]{1,64}$/.test(name) && /^[\x20-\x7e]{1,4096}$/.test(one),
    );
    return isSound ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
  });
}

/** ISO 8601 to whole seconds. */
export function duration(shortest: string, longest: string) {
  const lowest = parseDuration(shortest) ?? 0;
  const highest = parseDuration(longest) ?? 0;
  return value(`an ISO 8601 duration from ${shortest} to ${longest}`, (input) => {
    const seconds = parseDuration(textOf(input) ?? '');
    return seconds !== null && seconds >= lowest && seconds <= highest ? seconds : undefined;
  });
}

/** Base64 (either alphabet, padded or not) of exactly 32 bytes. */
export function key() {
  return value('the base64 of exactly 32 bytes (`openssl rand -base64 32`)', (input) => {
    const found = textOf(input);
    if (found === undefined || !/^[A-Za-z0-9+/_-]{43}=?$/.test(found)) return undefined;
    const bytes = Buffer.from(found, 'base64');
    return bytes.length === 32 ? bytes : undefined;
  });
}

/** An address that is fetched from as it is. In clear only on this machine: what comes from it is trusted. */
export function webAddress() {
  const expected =
    'an https:// address without user or fragment (http:// only for 127.0.0.1, localhost and [::1])';
  return value(expected, (input) => {
    const url = URL.parse(textOf(input) ?? '');
    if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
    return isPrivate(url) ? url : undefined;
  });
}

/** RFC 3339 to epoch milliseconds; a date alone is its beginning in UTC. */
export function instant() {
  return value('an instant such as 2027-06-30T00:00:00Z, or a date', (input) => {
    const found = textOf(input) ?? '';
    return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(found) ? `${found}T00:00:00Z` : found) ?? undefined;
  });
}

/** An origin; `{region}` stands for the region. In clear only to this machine: calls carry credentials. */
export function endpoint() {
  const expected =
    'an https:// address without path, user or query (http:// only for 127.0.0.1, localhost and [::1]; ' +
    'may contain {region})';
  return value(expected, (input) => {
    const found = textOf(input)?.replace(/\/$/, '');
    if (found === undefined) return undefined;
    const sample = found.replaceAll('{region}', 'cn-hangzhou');
    const url = URL.parse(sample);
    if (url === null || /[{}]/.test(sample)) return undefined;
    if (url.origin !== sample.toLowerCase().replace(/:(?:80|443)$/, '')) return undefined;
    return isPrivate(url) ? found : undefined;
  });
}

/** Nobody on the way can read along. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

export function isLoopback(host: string): boolean {
  return /^(localhost|\[?::1\]?)$/.test(host) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Scheme, host and port as browsers send them in `Origin`. */
export function origin() {
  return value('an origin as browsers send it: https://app.example.com, without a path', (input) => {
    const found = textOf(input) ?? '';
    const isPlain = /^https?:\/\/[a-z0-9.:[\]-]+$/.test(found);
    return isPlain && URL.parse(found)?.origin === found ? found : undefined;
  });
}

function textOf(input: unknown): string | undefined {
  if (input instanceof Environmental) return input.text;
  return typeof input === 'string' ? input : undefined;
}

/** Numbers as YAML gives them, and text that came from the environment. NaN for everything else. */
function numberOf(input: unknown): number {
  if (typeof input === 'number' || typeof input === 'bigint') return Number(input);
  return input instanceof Environmental && /^-?\d{1,15}(\.\d{1,15})?$/.test(input.text)
    ? Number(input.text)
    : Number.NaN;
}
