/** One call, as the emulator saw it. */
export interface CallRecord {
  /** Epoch ms by the emulator's clock. */
  readonly time: number;
  readonly api: string;
  /** Empty where the caller could not be told. */
  readonly accountId: string;
  readonly region: string;
  /** The operation's own parameters, 4,000 characters of them: nothing of the signature, no credentials. */
  readonly params: Readonly<Record<string, string>>;
  /** `ok`, an error code, or `fault:` and the kinds that struck. */
  readonly outcome: string;
  readonly requestId: string;
}

export interface Recorder {
  add(record: CallRecord): void;
  /** Oldest first; the last 10,000. */
  list(): readonly CallRecord[];
  clear(): void;
}

const KEPT = 10_000;
const LONGEST_PARAMS = 4000;
export const LONGEST_API = 100;

export function createRecorder(): Recorder {
  let records: CallRecord[] = [];
  return {
    add: (record) => {
      records.push(record);
      // In blocks, so that a long run does not shift ten thousand records on every call.
      if (records.length >= 2 * KEPT) records = records.slice(-KEPT);
    },
    list: () => records.slice(-KEPT),
    clear: () => {
      records = [];
    },
  };
}

/** Parameters every call of the older protocol carries; they say how it is signed, not what it asks. */
const COMMON = [
  ...['Action', 'Version', 'Format', 'AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion'],
  ...['SignatureNonce', 'SignatureType', 'Timestamp', 'SecurityToken'],
];

export function ownParams(params: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const kept: (readonly [string, string])[] = [];
  let left = LONGEST_PARAMS;
  for (const [name, value] of params) {
    if (left <= 0) break;
    if (COMMON.includes(name)) continue;
    kept.push([shortened(name, left), shortened(value, left)]);
    left -= name.length + value.length;
  }
  return Object.fromEntries(kept);
}

/** A copy: a piece of a text would keep the whole text, which is as long as whoever calls makes it. */
export function shortened(text: string, length: number): string {
  return Buffer.from(text.slice(0, length)).toString('utf8');
}
