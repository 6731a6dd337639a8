/** What a JSON text may hold. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export function jsonText(value: Json): string {
  return JSON.stringify(value);
}

/**
 * A whole number that `jsonText` writes digit by digit, as a server in another language would write an int64.
 * Only for writing: it cannot be read or counted with.
 */
export function exactNumber(value: bigint): Json {
  // In Node since 21; TypeScript's libraries do not name it yet.
  return (JSON as unknown as { rawJSON(text: string): Json }).rawJSON(value.toString());
}

/** `YYYY-MM-DDThh:mm:ssZ`, the only form in which ActionTrail documents times. */
export function timeText(second: number): string {
  return `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
}
