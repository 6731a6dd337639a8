import { isPlain, quoted, type WriteLeaf } from './leaf.ts';
import type { Write } from './text.ts';
import { Unusual } from './unusual.ts';

// Fields that need nothing but their object, down to their leaves, written in one go. A writer of its own for each type
// and field costs a call for each value and a look at each text: here an object is one loop, and the texts of all of
// them are looked through together. Whatever is out of the ordinary is thrown, and written with care instead.

/** What is being written. */
interface Sheet {
  /** Whether strings are written as they are. */
  isTrusting: boolean;
  /** Whether they are noted then. */
  isNoting: boolean;
  /** Those that were noted, together. */
  strings: string;
  /** Whether this is an item of a list, of which a few at a time are looked through. */
  isItem: boolean;
  /** Whether something had to be escaped since the outermost list began. */
  hasEscapes: boolean;
}

/** The text so far with the value, which is not null, behind it. */
export type Quick = (text: string, value: unknown, sheet: Sheet) => string;

export interface QuickField {
  readonly name: string;
  /** Null: the property of its name. */
  readonly resolve: ((source: unknown, args: object) => unknown) | null;
  readonly args: object;
  /** Whether a string is written as it is, in quotes. */
  readonly isText: boolean;
  /** Whether no string of it has to be escaped. */
  readonly isPlain: boolean;
  readonly heads: Heads;
  /** The same behind a text whose quote is still open. */
  readonly headsBehindText: Heads;
  /** For what `heads` does not have. */
  readonly quick: Quick;
}

/** The name of a field, the comma in front of it, and as much of the value as is known beforehand. */
export interface Heads {
  readonly any: string;
  /** With the quote of a text. */
  readonly text: string;
  /** With null. Itself null where that may not be. */
  readonly null: string | null;
  /** With the values of an enum, or a boolean. */
  readonly words: ReadonlyMap<unknown, string> | null;
}

/** Where something is out of the ordinary, `careful` has the last word. */
export function quickly(quick: Quick, careful: Write): Write {
  return (source, run) => {
    try {
      return lookedThrough(quick, '', source, {
        isTrusting: true,
        isNoting: true,
        strings: '',
        isItem: false,
        hasEscapes: false,
      });
    } catch {
      return careful(source, run);
    }
  };
}

/** Where one of its strings has to be escaped, it is written once more, and each is looked at. */
function lookedThrough<Value>(
  quick: (text: string, value: Value, sheet: Sheet) => string,
  before: string,
  value: Value,
  sheet: Sheet,
): string {
  sheet.strings = '';
  const text = quick(before, value, sheet);
  if (isPlain(sheet.strings)) return text;
  sheet.hasEscapes = true;
  sheet.isTrusting = false;
  const again = quick(before, value, sheet);
  sheet.isTrusting = true;
  return again;
}

export function quickFields(fields: readonly QuickField[]): Quick {
  return (before, source, sheet) => {
    refuseUnusual(source);
    let text = before;
    let isBehindText = false;
    for (const field of fields) {
      const { resolve } = field;
      const value =
        resolve === null ? (source as Record<string, unknown>)[field.name] : resolve(source, field.args);
      const heads = isBehindText ? field.headsBehindText : field.heads;
      isBehindText = false;
      if (typeof value === 'string' && field.isText) {
        if (sheet.isTrusting) {
          text = text + heads.text + value;
          if (sheet.isNoting && !field.isPlain) sheet.strings += value;
          isBehindText = true;
        } else text += heads.any + quoted(value);
      } else if (value == null) {
        if (heads.null === null) throw new Unusual('A null where none may be.');
        text += heads.null;
      } else {
        const word = heads.words?.get(value);
        text = word === undefined ? field.quick(text + heads.any, value, sheet) : text + word;
      }
    }
    return isBehindText ? `${text}"` : text;
  };
}

export function quickObject(fields: readonly QuickField[]): Quick {
  const write = quickFields(fields);
  return (text, source, sheet) => `${write(`${text}{`, source, sheet)}}`;
}

/** So many events cost no more than a page as a whole, and one that has to be escaped costs only its neighbours. */
const sliceLength = 8;

interface Slice {
  readonly list: readonly unknown[];
  readonly from: number;
  readonly to: number;
}

type QuickSlice = (text: string, slice: Slice, sheet: Sheet) => string;

export function quickList(item: Quick, isNullable: boolean): Quick {
  const quick = quickSlice(item, isNullable);
  // A frozen list is met again (`keeping.ts`), and what is in it does not change either: plain once is plain for good.
  const plainLists = new WeakSet<object>();
  return (before, list, sheet) => {
    if (!Array.isArray(list)) throw new Unusual('A list that is no array.');
    const whole = { list, from: 0, to: list.length };
    const begun = `${before}[`;
    if (sheet.isItem || !sheet.isTrusting || !sheet.isNoting) return `${quick(begun, whole, sheet)}]`;
    if (plainLists.has(list)) {
      sheet.isNoting = false;
      const text = quick(begun, whole, sheet);
      sheet.isNoting = true;
      return `${text}]`;
    }
    const text = inSlices(quick, begun, list, sheet);
    if (!sheet.hasEscapes && Object.isFrozen(list)) plainLists.add(list);
    return `${text}]`;
  };
}

function inSlices(quick: QuickSlice, before: string, list: readonly unknown[], sheet: Sheet): string {
  const { strings } = sheet;
  let text = before;
  sheet.isItem = true;
  sheet.hasEscapes = false;
  for (let from = 0; from < list.length; from += sliceLength) {
    const to = Math.min(from + sliceLength, list.length);
    text = lookedThrough(quick, text, { list, from, to }, sheet);
  }
  sheet.isItem = false;
  sheet.strings = strings;
  return text;
}

function quickSlice(item: Quick, isNullable: boolean): QuickSlice {
  return (before, { list, from, to }, sheet) => {
    let text = before;
    for (let index = from; index < to; index += 1) {
      const value = list[index];
      if (index > 0) text += ',';
      if (value != null) text = item(text, value, sheet);
      else if (isNullable) text += 'null';
      else throw new Unusual('A null where none may be.');
    }
    return text;
  };
}

export function quickLeaf(write: WriteLeaf): Quick {
  return (text, value) => {
    refuseUnusual(value);
    return text + write(value);
  };
}

function refuseUnusual(value: unknown): void {
  if (typeof value === 'function') throw new Unusual('A function for a value.');
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Error || (value as { then?: unknown }).then !== undefined) {
    throw new Unusual('An error or a promise.');
  }
}
