import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';
import { perObject } from '../../model/per-object.ts';
import type { resolveInfo } from './resolve-info.ts';
import { heeded, isPromise, type Run } from './text.ts';
import { Unusual } from './unusual.ts';

export type Field = GraphQLField<unknown, unknown>;
type Resolved = (source: unknown, run: Run | null) => unknown;

/** What a field's resolver gives; without one, the property of its name. `args`: null where a run has to tell them. */
export function resolution(
  field: Field,
  node: FieldNode,
  args: object | null,
  info: ReturnType<typeof resolveInfo>,
): Resolved {
  const { name, resolve } = field;
  if (resolve === undefined) {
    return (source) => {
      const value: unknown = (source as Record<string, unknown> | null | undefined)?.[name];
      if (typeof value === 'function') throw new Unusual('A method for a field.');
      return value;
    };
  }
  const argsOf = args === null ? perVariables((given) => getArgumentValues(field, node, given)) : () => args;
  const infoOf = resolve.length > 3 ? perVariables(info) : () => undefined;
  const call = resolve as (source: unknown, args: object, context?: unknown, info?: unknown) => unknown;
  return (source, run) => {
    const variables = run?.variables ?? none;
    if (run === null) return call(source, argsOf(variables));
    return call(source, argsOf(variables), run.context ?? undefined, infoOf(variables));
  };
}

/** The same, with what a root field came to noted. */
export function notedAsRoot(resolved: Resolved): Resolved {
  return (source, run) => {
    const note = (value: unknown) => {
      run?.roots.push(value);
      return value;
    };
    const value = resolved(source, run);
    return isPromise(value) ? heeded(value.then(note)) : note(value);
  };
}

type Variables = Run['variables'];

const none: Variables = Object.freeze({});

/** Who asks the same again has the same variables (`prepared.ts`): what is made of them is made once, for everybody. */
function perVariables<Made extends object>(
  make: (variables: Variables) => Made,
): (variables: Variables) => Readonly<Made> {
  return perObject((variables) => Object.freeze(make(variables)));
}
