/** What a JSON text may hold. Numbers beyond 2^53 are held as `bigint`. */
export type Json = string | number | boolean | bigint | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** JSON text. A `bigint` is written digit by digit, as a server in another language would write an int64. */
export function jsonText(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? rawJson(item) : item));
}

/** `YYYY-MM-DDThh:mm:ssZ`, the only form in which ActionTrail documents times. */
export function timeText(second: number): string {
  return `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
}

/** In Node since 21; TypeScript's libraries do not name it yet. */
function rawJson(item: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(item.toString());
}
