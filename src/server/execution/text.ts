import type { KeptTexts } from './kept-texts.ts';

/** JSON; a promise of it where something below has to wait. */
export type Text = string | Promise<string>;

/** What one execution may reach. */
export interface Run {
  /** Null: of somebody whom nobody knows. */
  readonly context: object | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null: nothing is kept. */
  readonly kept: KeptTexts | null;
  /** Where the values of root fields are noted, as they come. */
  readonly roots: unknown[];
}

/**
 * `run` is null where the text is to be kept with the object: what was written without knowing who asks, and when, is
 * right for everybody.
 */
export type Write = (value: unknown, run: Run | null) => Text;

/** One after the other, of the same object. */
export function allOf(parts: readonly Write[], begin = '', end = ''): Write {
  return (source, run) => {
    const texts: Text[] = [];
    for (const write of parts) texts.push(write(source, run));
    return sum(texts, begin, '', end);
  };
}

/** A promise where one of them is. */
export function sum(texts: readonly Text[], begin: string, separator: string, end: string): Text {
  let text = begin;
  let isFirst = true;
  for (const part of texts) {
    if (typeof part !== 'string') {
      return heeded(Promise.all(texts).then((all) => `${begin}${all.join(separator)}${end}`));
    }
    text += isFirst ? part : separator + part;
    isFirst = false;
  }
  return text + end;
}

/** A neighbour may fail first, and then nobody waits for this one: that must not count as an unhandled rejection. */
export function heeded<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
