import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';
import type { resolveInfo } from './resolve-info.ts';
import type { Run } from './text.ts';
import { Unusual } from './unusual.ts';

export type Field = GraphQLField<unknown, unknown>;

/** What a field's resolver gives; without one, the property of its name. `args`: null where a run has to tell them. */
export function resolution(
  field: Field,
  node: FieldNode,
  args: object | null,
  info: ReturnType<typeof resolveInfo>,
): (source: unknown, run: Run | null) => unknown {
  const { name, resolve } = field;
  if (resolve === undefined) {
    return (source) => {
      const value: unknown = (source as Record<string, unknown> | null | undefined)?.[name];
      if (typeof value === 'function') throw new Unusual('A method for a field.');
      return value;
    };
  }
  const wantsInfo = resolve.length > 3;
  const call = resolve as (source: unknown, args: object, context?: unknown, info?: unknown) => unknown;
  return (source, run) => {
    const given = args ?? getArgumentValues(field, node, run?.variables);
    if (run === null) return call(source, given);
    return call(source, given, run.context ?? undefined, wantsInfo ? info(run.variables) : undefined);
  };
}
