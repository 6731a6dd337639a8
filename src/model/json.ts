/** JSON after redaction. Objects have no prototype; integers beyond 2^53 are strings. */
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
