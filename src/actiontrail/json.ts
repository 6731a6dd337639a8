/** A JSON object of unknown shape, as parsed: `__proto__` is a key like any other, so read it by known names only. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `JSON.parse` in which integers beyond 2^53 come out as strings, digit by digit. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!bareLongNumber.test(text)) return value;
  try {
    return (JSON.parse as ParseWithSource)(text, keepLongIntegers);
  } catch {
    // Only the reviver recurses. Nested that deep, inexact numbers are better than a page that cannot be read.
    return value;
  }
}

/**
 * Sixteen digits where a number can stand: after a key or in a list. Ids in texts are everywhere (`acs:ram::1000…`) and
 * must not cost a second parse.
 */
const bareLongNumber = /(?:":|[[,])\s*-?\d{16}/;

type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

function keepLongIntegers(
  _key: string,
  value: unknown,
  { source = '' }: { readonly source?: string },
): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}
