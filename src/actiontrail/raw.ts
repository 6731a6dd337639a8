import { normalInstant } from '../model/time.ts';
import { isObject, type JsonObject } from './json.ts';

// ActionTrail's types are loose: a number may come as a string, a boolean as a text, an absent value as an empty one.

/** A text or a number as text; null for everything else and for the empty text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function integerOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** True, false, or their names in any case. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** RFC 3339 in UTC; null for what is no instant. */
export function timeOf(value: unknown): string | null {
  return typeof value === 'string' ? normalInstant(value) : null;
}

/**
 * Some producers write `EventName` for `eventName`. Where both stand, the documented spelling wins. The very same object
 * where there is nothing to rename, as in nearly all events; of what is no object an empty one.
 */
export function withLowerCamelKeys(raw: unknown): JsonObject {
  if (!isObject(raw)) return nothing;
  const keys = Object.keys(raw);
  if (keys.every((key) => lowerCamel(key) === key)) return raw;
  const object: Record<string, unknown> = Object.create(null);
  for (const key of keys) {
    const lower = lowerCamel(key);
    if (lower === key || !Object.hasOwn(raw, lower)) object[lower] = raw[key];
  }
  return object;
}

const nothing: JsonObject = Object.freeze(Object.create(null));

/** One member, by its name in lower camel case, of what may be an object with such keys. */
export function memberOf(raw: unknown, name: string): unknown {
  if (!isObject(raw)) return undefined;
  if (Object.hasOwn(raw, name)) return raw[name];
  const upper = name.charAt(0).toUpperCase() + name.slice(1);
  return Object.hasOwn(raw, upper) ? raw[upper] : undefined;
}

function lowerCamel(key: string): string {
  const first = key.charAt(0);
  const lower = first.toLowerCase();
  return lower === first ? key : lower + key.slice(1);
}
