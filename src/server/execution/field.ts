import { type FieldNode, type GraphQLObjectType, getArgumentValues } from 'graphql';
import { lastingField, requestField } from '../../model/field-facts.ts';
import type { Quick, QuickField } from './quick.ts';
import { quickConstant, quickField } from './quick-field.ts';
import { type Field, notedAsRoot, resolution } from './resolution.ts';
import { resolveInfo } from './resolve-info.ts';
import { hasVariables, type Scope } from './selection.ts';
import { heeded, isPromise, type Write } from './text.ts';

export interface Writer {
  /** What is selected, as one text: equal keys write the same. */
  readonly key: string;
  /** Needs nothing but the object, which it does not wait for either. */
  readonly isPure: boolean;
  /** Writes the same as long as the object lasts (`model/lasting.ts`). */
  readonly isLasting: boolean;
  readonly write: Write;
  /** The same in one go, of what is not null; null where it is not pure. */
  readonly quick: Quick | null;
}

/** Its name, and the comma in front of it, come first. */
export interface FieldWriter extends Pick<Writer, 'key' | 'isPure' | 'isLasting' | 'write'> {
  readonly quick: QuickField | null;
}

/** Where a field stands. */
export interface Place {
  readonly scope: Scope;
  readonly parent: GraphQLObjectType;
  /** In the answer. */
  readonly name: string;
  readonly node: FieldNode;
  readonly nodes: readonly FieldNode[];
  readonly isFirst: boolean;
  readonly isRoot: boolean;
}

export function fieldWriter(place: Place, field: Field, value: Writer): FieldWriter {
  const { scope, parent, node, nodes, name, isRoot } = place;
  const head = headOf(place);
  const args =
    isRoot && hasVariables(node) ? null : Object.freeze(getArgumentValues(field, node, scope.variables));
  const info = resolveInfo(scope, parent, field, nodes, isRoot ? name : null);
  const found = resolution(field, node, args, info);
  const resolved = isRoot ? notedAsRoot(found) : found;
  // Whose resolver takes no context cannot depend on who asks, nor when.
  const takesContext = field.resolve !== undefined && field.resolve.length > 2;
  const isOfObject = !takesContext && field.extensions[requestField] !== true;
  const isPure = value.isPure && isOfObject;
  return {
    key: `${head}${field.name}${JSON.stringify(args)}${value.key}`,
    isPure,
    isLasting: value.isLasting && (isOfObject || isRoot || field.extensions[lastingField] === true),
    write: (source, run) => {
      const result = resolved(source, run);
      if (isPromise(result)) {
        return heeded(result.then(async (done) => `${head}${await value.write(done, run)}`));
      }
      const text = value.write(result, run);
      return typeof text === 'string' ? head + text : heeded(text.then((done) => head + done));
    },
    quick:
      isPure && args !== null && value.quick !== null ? quickField(head, field, args, value.quick) : null,
  };
}

export function typenameWriter(place: Place): FieldWriter {
  const text = `${headOf(place)}${JSON.stringify(place.parent.name)}`;
  return { key: text, isPure: true, isLasting: true, write: () => text, quick: quickConstant(text) };
}

function headOf({ name, isFirst }: Place): string {
  return `${isFirst ? '' : ','}${JSON.stringify(name)}:`;
}
