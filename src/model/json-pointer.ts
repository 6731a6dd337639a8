import { badUserInput } from './fault.ts';
import type { Json } from './json.ts';

/** The value at an RFC 6901 pointer, or null where nothing is. Throws BAD_USER_INPUT for what is no pointer. */
export function valueAt(document: Json, pointer: string): Json {
  if (pointer !== '' && !pointer.startsWith('/')) {
    throw badUserInput(
      `path: expected an RFC 6901 pointer such as "/InstanceId", got ${JSON.stringify(pointer.slice(0, 80))}.`,
    );
  }
  let value: Json | undefined = document;
  for (const token of tokensOf(pointer)) {
    value = memberOf(value, token);
    if (value === undefined) return null;
  }
  return value;
}

/** The names that a pointer leads through. */
export function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function memberOf(value: Json, name: string): Json | undefined {
  if (Array.isArray(value)) return /^(0|[1-9]\d{0,9})$/.test(name) ? value[Number(name)] : undefined;
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
  return (value as { readonly [key: string]: Json })[name];
}
