import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';
import { Unusual } from './unusual.ts';

/** Writes a value of a scalar or an enum, never null, as JSON. */
export type WriteLeaf = (value: unknown) => string;

export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  if (isEnumType(type)) return enumWriter(type);
  const serialized = serializing(type);
  if (type === GraphQLString || type === GraphQLID) {
    return (value) => (typeof value === 'string' ? quoted(value) : serialized(value));
  }
  if (type === GraphQLBoolean) {
    return (value) => (value === true ? 'true' : value === false ? 'false' : serialized(value));
  }
  if (type === GraphQLInt) return (value) => (isInt(value) ? `${value}` : serialized(value));
  if (type === GraphQLFloat) return (value) => (isInt(value) ? `${value}` : serialized(value));
  return serialized;
}

function enumWriter(type: GraphQLEnumType): WriteLeaf {
  const names = new Map(type.getValues().map(({ name, value }) => [value, JSON.stringify(name)]));
  const serialized = serializing(type);
  return (value) => names.get(value) ?? serialized(value);
}

/** As the type itself does it. */
function serializing(type: GraphQLLeafType): WriteLeaf {
  return (value) => {
    const serialized = type.serialize(value);
    if (typeof serialized === 'string') return quoted(serialized);
    // What a scalar refuses, or JSON has no word for, is graphql's to explain.
    const text = serialized == null || value instanceof Error ? undefined : JSON.stringify(serialized);
    if (text === undefined) throw new Unusual(`${type.name} has no text for this value.`);
    return text;
  };
}

function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: just those have to be escaped in JSON.
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The test costs less than what it saves: hardly any text of an event has anything to escape. */
function quoted(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}
