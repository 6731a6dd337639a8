/** One call, as the emulator saw it. */
export interface CallRecord {
  /** Epoch ms by the emulator's clock. */
  readonly time: number;
  readonly api: string;
  /** Empty where the caller could not be told. */
  readonly accountId: string;
  readonly region: string;
  /** The operation's own parameters: nothing of the signature, no credentials. */
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
  return Object.fromEntries([...params].filter(([name]) => !COMMON.includes(name)));
}
