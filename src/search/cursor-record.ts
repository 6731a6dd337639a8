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
  const writer = new RecordWriter();
  writer.bytes(askedKey);
  writer.window(window);
  writer.instant(place.second);
  writer.byte(place.source + (place.isAlone === true ? alone : 0));
  writer.text(place.eventId ?? '');
  writer.byte(gaps.length);
  for (const { source, code, end, second } of gaps) {
    writer.byte(source);
    writer.byte(codes.indexOf(code) * ends.length + ends.indexOf(end));
    writer.instant(second);
  }
  writer.hint(hint);
  return writer.record();
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

/** No record is longer; one that would be is refused by its length. */
const longestRecord = 64 * 1024;
/** One for all: a record is copied out of it before the next is begun. */
const scratch = Buffer.alloc(longestRecord);

class RecordWriter {
  #at = 0;

  /** What has been written, as bytes of its own. */
  record(): Buffer {
    return Buffer.from(scratch.subarray(0, this.#at));
  }

  bytes(bytes: Uint8Array): void {
    scratch.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  byte(value: number): void {
    this.#at = scratch.writeUInt8(value, this.#at);
  }

  length(value: number): void {
    this.#at = scratch.writeUInt16BE(value, this.#at);
  }

  instant(second: number): void {
    this.#at = scratch.writeUIntBE(second, this.#at, instantLength);
  }

  window({ start, end }: TimeWindow): void {
    this.instant(start);
    this.instant(end);
  }

  text(text: string): void {
    const length = scratch.write(text, this.#at + 2);
    this.length(length);
    this.#at += length;
  }

  hint(hint: Hint | null): void {
    this.byte(hint === null ? none : 1);
    if (hint === null) return;
    this.window(hint.window);
    this.length(hint.offset);
    this.byte(hint.from === null ? none : 1);
    if (hint.from === null) return;
    this.window(hint.from.window);
    this.instant(hint.from.second);
    this.#token(hint.from.token);
  }

  #token(token: string | null): void {
    const packed = token === null ? null : Buffer.from(token, 'base64');
    if (token === null || packed === null) {
      this.byte(none);
    } else if (packed.toString('base64') === token) {
      this.byte(asBase64);
      this.length(packed.length);
      this.bytes(packed);
    } else {
      this.byte(asText);
      this.text(token);
    }
  }
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
