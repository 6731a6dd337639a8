/** JSON after redaction. Objects inherit nothing; integers beyond 2^53 are strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What these names lead to, each a member of its own of what was reached before; undefined where one is missing. */
export function memberAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (holder, name) =>
      typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
        ? Reflect.get(holder, name)
        : undefined,
    value,
  );
}

/**
 * What JSON leaves as it is, but a terminal or a reader of lines takes for more than text: DEL and C1 controls, line
 * and paragraph separators, invisible characters and those that turn the direction of reading.
 */
const unsafe = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON that is one line for everybody. These characters stand in strings only, where an escape means the same. */
export function oneLine(json: string): string {
  return json.replace(unsafe, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
