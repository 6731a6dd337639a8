import type { Continuation, TimeWindow } from '../model/action-trail.ts';
import { type FaultCode, faultRules } from '../model/fault.ts';
import type { Gap } from './gap.ts';
import type { Place } from './order.ts';

/** Where a place was met, so that going on costs no extra call. Never trusted without a check. */
export interface Hint {
  /** The window that the look-up asked for. */
  readonly window: TimeWindow;
  /** What the page was asked for with; null: the first page of that window. */
  readonly from: Continuation | null;
  /** How many events of that page have been passed; 0 where the page is the next one. */
  readonly offset: number;
}

/** What a cursor opens to. */
export interface Resume {
  readonly window: TimeWindow;
  readonly place: Place;
  /** What earlier pages could not read. */
  readonly gaps: readonly Gap[];
  readonly hint: Hint | null;
}

/** What stands inside a cursor. `askedKey` names the window as the client wrote it. */
export interface CursorRecord extends Resume {
  readonly askedKey: Buffer;
}

export const askedKeyLength = 16;

// Instants take six bytes (whole epoch seconds, years beyond 9999), lengths two. A token that is canonical base64,
// as all known ones are, is kept as its bytes.
const instantLength = 6;
const none = 0;
const asText = 1;
const asBase64 = 2;
/** Added to the source of a place that is alone; there are never that many sources. */
const alone = 128;

const ends = ['old', 'new', 'all'] as const;

/** In the order of the fault table, which may only grow at its end while old cursors are about. */
const codes = Object.keys(faultRules) as FaultCode[];

export function writeRecord({ askedKey, window, place, gaps, hint }: CursorRecord): Buffer {
  return Buffer.concat([
    askedKey,
    writeWindow(window),
    writeInstant(place.second),
    Buffer.from([place.source + (place.isAlone === true ? alone : 0)]),
    writeText(place.eventId ?? ''),
    Buffer.from([gaps.length]),
    ...gaps.map(writeGap),
    ...(hint === null ? [Buffer.from([none])] : writeHint(hint)),
  ]);
}

/** Null when the bytes are not exactly one record. */
export function readRecord(bytes: Buffer): CursorRecord | null {
  const reader = new RecordReader(bytes);
  try {
    const askedKey = reader.bytes(askedKeyLength);
    const window = reader.window();
    const place = reader.place();
    const gaps = Array.from({ length: reader.byte() }, () => reader.gap());
    const hint = reader.byte() === none ? null : reader.hint();
    return reader.isAtEnd ? { askedKey, window, place, gaps, hint } : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function writeGap({ source, end, second, code }: Gap): Buffer {
  const head = Buffer.from([source, codes.indexOf(code) * ends.length + ends.indexOf(end)]);
  return Buffer.concat([head, writeInstant(second)]);
}

function writeHint({ window, from, offset }: Hint): Buffer[] {
  const head = [Buffer.from([1]), writeWindow(window), writeLength(offset)];
  if (from === null) return [...head, Buffer.from([none])];
  return [
    ...head,
    Buffer.from([1]),
    writeWindow(from.window),
    writeInstant(from.second),
    ...writeToken(from.token),
  ];
}

function writeToken(token: string | null): Buffer[] {
  if (token === null) return [Buffer.from([none])];
  const packed = Buffer.from(token, 'base64');
  if (packed.toString('base64') !== token) return [Buffer.from([asText]), writeText(token)];
  return [Buffer.from([asBase64]), writeLength(packed.length), packed];
}

function writeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([writeLength(bytes.length), bytes]);
}

function writeWindow({ start, end }: TimeWindow): Buffer {
  return Buffer.concat([writeInstant(start), writeInstant(end)]);
}

function writeInstant(second: number): Buffer {
  const bytes = Buffer.alloc(instantLength);
  bytes.writeUIntBE(second, 0, instantLength);
  return bytes;
}

function writeLength(length: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(length);
  return bytes;
}

class RecordReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('The record ends early.');
    const read = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return read;
  }

  byte(): number {
    return this.bytes(1).readUInt8();
  }

  length(): number {
    return this.bytes(2).readUInt16BE();
  }

  instant(): number {
    return this.bytes(instantLength).readUIntBE(0, instantLength);
  }

  window(): TimeWindow {
    return { start: this.instant(), end: this.instant() };
  }

  text(): string {
    return this.bytes(this.length()).toString();
  }

  token(): string | null {
    const form = this.byte();
    if (form === none) return null;
    return form === asText ? this.text() : this.bytes(this.length()).toString('base64');
  }

  place(): Place {
    const second = this.instant();
    const source = this.byte();
    return { second, source: source % alone, eventId: this.text() || null, isAlone: source >= alone };
  }

  gap(): Gap {
    const source = this.byte();
    const packed = this.byte();
    const code = codes[Math.floor(packed / ends.length)] ?? 'INTERNAL';
    return { source, end: ends[packed % ends.length] ?? 'all', second: this.instant(), code };
  }

  hint(): Hint {
    const window = this.window();
    const offset = this.length();
    if (this.byte() === none) return { window, from: null, offset };
    return { window, from: { window: this.window(), second: this.instant(), token: this.token() }, offset };
  }
}
