import { hashOf, Random } from './random.ts';

/** Everything the emulator does wrong on request. */
export const faultKinds = {
  throttle:
    'Throttling.User; with retryAfterMs the header x-acs-retry-after, with status another status than 400',
  forbidden: '403 NoPermission',
  'expired-credentials': '400 InvalidSecurityToken.Expired',
  'clock-skew': '400 InvalidTimeStamp.Expired',
  'nonce-used': '400 SignatureNonceUsed',
  'refused-token': '400 InvalidNextToken, on calls that carry a NextToken',
  'json-500': '500 InternalError as JSON',
  'json-503': '503 ServiceUnavailable as JSON',
  'xml-503': '503 ServiceUnavailable as XML',
  'html-502': '502 with an HTML page, as a proxy sends it',
  'empty-503': '503 without a body',
  'empty-200': '200 without a body',
  redirect: '302 to another host',
  'wrong-json': '200 with a body that is cut off but whose length fits',
  'null-json': '200 with the body null',
  'array-json': '200 with the body []',
  'error-body-200': '200 with the body of an error',
  'wrong-shape': 'valid JSON in which texts are numbers, numbers texts and lists objects',
  'huge-body': 'an answer of `bytes` bytes (default 64 MiB)',
  gzip: 'the answer compressed, though nobody asked for it',
  'gzip-bomb': 'a small answer that unpacks to `bytes` bytes (default 1 GiB)',
  slow: 'the answer, `ms` late (default 1000)',
  never: 'no answer, and the connection stays open',
  drip: 'the answer, one byte every `ms` (default 100)',
  stall: 'half of the answer, and then nothing',
  reset: 'the connection is reset before any answer',
  'reset-mid-body': 'the connection is reset after half of the answer',
  'half-body': 'half of the announced length, and then the connection ends in good order',
  'short-body': 'no length, fewer events and no token in valid JSON, and the connection ends in good order',
  'drop-socket': 'the answer, and a reset when the next call comes on the same connection',
  'not-http': 'a line that is not HTTP',
  'duplicate-events': 'some events twice in a page, and the last one again on the next page',
  'late-events': 'about every fourth event is not there yet; it is, once the fault is over',
  'shuffled-events': 'neighbouring events change places',
  'repeated-token': 'the answer carries the token it was asked with',
  'endless-token': 'there is always another token',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** A fault waiting for calls. Without `count` it strikes until it is taken away. */
export interface Fault {
  readonly kind: FaultKind;
  /** Only calls of this API, account id or region. */
  readonly api?: string;
  readonly accountId?: string;
  readonly region?: string;
  /** How many matching calls pass unharmed first. */
  readonly after?: number;
  readonly count?: number;
  /** 0 to 1, drawn from the emulator's seed; default 1. */
  readonly probability?: number;
  readonly ms?: number;
  readonly bytes?: number;
  readonly status?: number;
  readonly retryAfterMs?: number;
}

export interface PlacedFault extends Fault {
  readonly id: number;
  /** Calls it has struck. */
  readonly struck: number;
}

export interface FaultTarget {
  readonly api: string;
  readonly accountId: string;
  readonly region: string;
  readonly hasToken: boolean;
}

export interface FaultBook {
  /** Throws an error that names everything wrong with the fault. */
  add(fault: Fault): PlacedFault;
  list(): readonly PlacedFault[];
  remove(id: number): boolean;
  clear(): void;
  /** The faults that strike this call, oldest first; each of them has then been used once. */
  strike(target: FaultTarget): readonly Fault[];
}

export function createFaultBook(seed: string): FaultBook {
  const placed = new Map<number, { fault: Fault; seen: number; struck: number; random: Random }>();
  let lastId = 0;
  return {
    add: (fault) => {
      const wrong = problemsWithFault(fault);
      if (wrong.length > 0) throw new Error(`This fault cannot be set: ${wrong.join('; ')}`);
      lastId++;
      placed.set(lastId, { fault, seen: 0, struck: 0, random: new Random(hashOf(seed, 'fault'), lastId) });
      return { ...fault, id: lastId, struck: 0 };
    },
    list: () => [...placed].map(([id, { fault, struck }]) => ({ ...fault, id, struck })),
    remove: (id) => placed.delete(id),
    clear: () => placed.clear(),
    strike: (target) => {
      const striking: Fault[] = [];
      for (const entry of placed.values()) {
        const { fault } = entry;
        if (!isMeant(fault, target) || entry.struck >= (fault.count ?? Infinity)) continue;
        entry.seen++;
        if (entry.seen <= (fault.after ?? 0) || !entry.random.chance(fault.probability ?? 1)) continue;
        entry.struck++;
        striking.push(fault);
      }
      return striking;
    },
  };
}

function isMeant(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.api === undefined || fault.api === target.api) &&
    (fault.accountId === undefined || fault.accountId === target.accountId) &&
    (fault.region === undefined || fault.region === target.region) &&
    (fault.kind !== 'refused-token' || target.hasToken)
  );
}

const NUMBERS = ['after', 'count', 'probability', 'ms', 'bytes', 'status', 'retryAfterMs'] as const;
const TEXTS = ['kind', 'api', 'accountId', 'region'] as const;
const SMALLEST: Partial<Record<(typeof NUMBERS)[number], number>> = { status: 200 };
const LARGEST: Partial<Record<(typeof NUMBERS)[number], number>> = {
  probability: 1,
  status: 599,
  bytes: 2 ** 32,
};
/** It is made in memory, as one text. */
const LARGEST_BODY = 2 ** 28;

/** Faults come from people and tests as JSON, so nothing about them is taken for granted. */
function problemsWithFault(fault: object): readonly string[] {
  const fields = new Map<string, unknown>(Object.entries(fault));
  const kind = fields.get('kind');
  const wrong: string[] = [];
  if (!Object.keys(faultKinds).includes(String(kind))) {
    wrong.push(`kind must be one of ${Object.keys(faultKinds).join(', ')}, but is ${String(kind)}`);
  }
  for (const [name, value] of fields) {
    if ((TEXTS as readonly string[]).includes(name)) {
      if (typeof value !== 'string') wrong.push(`${name} must be a text, but is ${String(value)}`);
    } else if ((NUMBERS as readonly string[]).includes(name)) {
      const least = new Map<string, number>(Object.entries(SMALLEST)).get(name) ?? 0;
      const usual = new Map<string, number>(Object.entries(LARGEST)).get(name) ?? 2 ** 31 - 1;
      const most = name === 'bytes' && kind === 'huge-body' ? LARGEST_BODY : usual;
      const isFine = typeof value === 'number' && value >= least && value <= most;
      if (!isFine) wrong.push(`${name} must be a number from ${least} to ${most}, but is ${String(value)}`);
    } else {
      wrong.push(`${name} is not a field of a fault; those are ${[...TEXTS, ...NUMBERS].join(', ')}`);
    }
  }
  return wrong;
}
