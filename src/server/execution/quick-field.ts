import { type GraphQLField, getNullableType, isLeafType, isNonNullType } from 'graphql';
import { plainText } from '../../model/field-facts.ts';
import { isTextual, wordsOf } from './leaf.ts';
import type { Heads, Quick, QuickField } from './quick.ts';

/** `head`: its name in the answer, and the comma in front of it. */
export function quickField(
  head: string,
  field: GraphQLField<unknown, unknown>,
  args: object,
  quick: Quick,
): QuickField {
  const type = getNullableType(field.type);
  return {
    name: field.name,
    resolve: (field.resolve as QuickField['resolve'] | undefined) ?? null,
    args,
    isText: isLeafType(type) && isTextual(type),
    isPlain:
      field.extensions[plainText] === true || (isLeafType(type) && type.extensions[plainText] === true),
    heads: headsOf(head, field),
    headsBehindText: headsOf(`"${head}`, field),
    quick,
  };
}

/** The same text, whatever the object. */
export function quickConstant(text: string): QuickField {
  const heads: Heads = { any: text, text, null: text, words: null };
  return {
    name: '',
    resolve: () => null,
    args: {},
    isText: false,
    isPlain: true,
    heads,
    headsBehindText: { ...heads, null: `"${text}` },
    quick: (before) => before,
  };
}

/** All of them, if all of them can be written in one go. */
export function quickFieldsOf(
  fields: readonly { readonly quick: QuickField | null }[],
): readonly QuickField[] | null {
  const quick = fields.flatMap((field) => field.quick ?? []);
  return quick.length === fields.length ? quick : null;
}

function headsOf(head: string, { type }: GraphQLField<unknown, unknown>): Heads {
  const leaf = getNullableType(type);
  const words = isLeafType(leaf) ? wordsOf(leaf) : null;
  return {
    any: head,
    text: `${head}"`,
    null: isNonNullType(type) ? null : `${head}null`,
    words: words === null ? null : new Map([...words].map(([value, word]) => [value, head + word])),
  };
}
