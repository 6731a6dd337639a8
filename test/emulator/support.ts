import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import {
  type Emulator,
  type EmulatorAccount,
  type EmulatorOptions,
  startEmulator,
} from '../../src/emulator/index.ts';

/** A Friday, ten in the morning in UTC: afternoon in Hangzhou, office hours in Frankfurt. */
export const NOW = Date.parse('2026-11-20T10:00:00Z');
export const NOW_SECOND = NOW / 1000;
export const HOUR = 3600;
export const DAY = 86_400;

export const iso = (second: number): string => `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;

/** A clock that stands still until it is moved. */
export function createClock(ms = NOW) {
  const clock = {
    ms,
    now: () => clock.ms,
    addSeconds: (seconds: number) => {
      clock.ms += seconds * 1000;
    },
  };
  return clock;
}

/** An emulator at a standing clock and without a call limit, unless told otherwise. */
export function start(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({ now: () => NOW, callsPerSecond: Infinity, ...options });
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly json: any;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly agent?: Agent;
  readonly timeoutMs?: number;
}

/** A plain HTTP client that reads until the end and fails where the connection does. */
export function send(url: string, options: SendOptions = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body, timeoutMs = 5000 } = options;
  return new Promise((resolve, reject) => {
    const agent = options.agent ?? new Agent({ keepAlive: false });
    const outgoing = request(url, { method, headers, agent, timeout: timeoutMs }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, ...read(bytes) });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timed out')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function read(bytes: Buffer) {
  const text = bytes.toString('utf8');
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    return { text, json: undefined };
  }
}

export interface SignOptions extends SendOptions {
  readonly account?: EmulatorAccount;
  readonly keyId?: string;
  readonly secret?: string;
  readonly securityToken?: string;
  readonly dateMs?: number;
  readonly nonce?: string;
  readonly host?: string;
  /** Changes the query after it was signed. */
  readonly tamper?: (query: string) => string;
}

export type Params = Readonly<Record<string, string>>;

/** One call with a V3 signature, signed here and not by code of the emulator. */
export function callV3(
  emulator: Emulator,
  api: string,
  params: Params = {},
  options: SignOptions = {},
): Promise<Reply> {
  const account = options.account ?? emulator.accounts[0]!;
  const method = options.method ?? 'POST';
  const headers: Record<string, string> = {
    host: options.host ?? new URL(emulator.url).host,
    'x-acs-action': api,
    'x-acs-version': '2020-07-06',
    'x-acs-date': iso(Math.floor((options.dateMs ?? Date.now()) / 1000)),
    'x-acs-signature-nonce': options.nonce ?? randomUUID(),
    'x-acs-content-sha256': sha256(''),
    ...(options.securityToken === undefined ? {} : { 'x-acs-security-token': options.securityToken }),
  };
  const query = canonical(params);
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const wanted = [method, '/', query, lines, names.join(';'), sha256('')].join('\n');
  const secret = options.secret ?? account.accessKeySecret;
  const signature = createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(wanted)}`)
    .digest('hex');
  const credential = options.keyId ?? account.accessKeyId;
  const authorization = `ACS3-HMAC-SHA256 Credential=${credential},SignedHeaders=${names.join(';')},Signature=${signature}`;
  const sent = options.tamper === undefined ? query : options.tamper(query);
  return send(`${emulator.url}/?${sent}`, { ...options, method, headers: { ...headers, authorization } });
}

/** One call with a V2 signature, in the query. */
export function callV2(
  emulator: Emulator,
  api: string,
  params: Params = {},
  options: SignOptions = {},
): Promise<Reply> {
  const account = options.account ?? emulator.accounts[0]!;
  const method = options.method ?? 'GET';
  const query = canonical({
    ...params,
    Action: api,
    Version: '2020-07-06',
    AccessKeyId: options.keyId ?? account.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: options.nonce ?? randomUUID(),
    Timestamp: iso(Math.floor((options.dateMs ?? Date.now()) / 1000)),
    ...(options.securityToken === undefined ? {} : { SecurityToken: options.securityToken }),
  });
  const secret = options.secret ?? account.accessKeySecret;
  const signature = createHmac('sha1', `${secret}&`)
    .update(`${method}&%2F&${encode(query)}`)
    .digest('base64');
  const sent = options.tamper === undefined ? query : options.tamper(query);
  return send(`${emulator.url}/?${sent}&Signature=${encode(signature)}`, { ...options, method });
}

// biome-ignore lint/suspicious/noExplicitAny: an event has any shape
export type AnyEvent = any;

export interface Walked {
  readonly ids: readonly string[];
  readonly events: readonly AnyEvent[];
  readonly pages: number;
}

/** Follows tokens to the end. */
export async function pageThrough(
  emulator: Emulator,
  params: Params,
  options: SignOptions = {},
): Promise<Walked> {
  const events: AnyEvent[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const asked = token === undefined ? params : { ...params, NextToken: token };
    const reply = await callV3(emulator, 'LookupEvents', asked, options);
    if (reply.status !== 200) throw new Error(reply.text);
    events.push(...reply.json.Events);
    token = reply.json.NextToken;
    pages++;
  } while (token !== undefined && pages < 2000);
  return { ids: events.map(idOf), events, pages };
}

export function idOf(event: AnyEvent): string {
  return event.eventId ?? event.EventId;
}

function canonical(params: Params): string {
  return Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name]!)}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
