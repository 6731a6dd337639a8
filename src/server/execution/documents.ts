import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import type { RequestLimits } from '../../model/limits.ts';
import { openMemory } from '../../model/memory.ts';
import { documentErrors, parseDocument } from '../document-limits.ts';

/** What a document is, whoever sends it and with whatever variables: parsed, validated, measured. */
export interface ReadDocument {
  readonly text: string;
  /** Null: it could not be parsed, and `errors` says why. */
  readonly ast: DocumentNode | null;
  /** Empty: it may be executed. */
  readonly errors: readonly GraphQLError[];
}

export interface Documents {
  read(text: string): ReadDocument;
}

/** Most clients have some dozens of documents of a few kilobytes. */
const maxBytes = 8 * 1024 * 1024;
/** A syntax tree takes about so many bytes for a character of its text (measured on `schema/operations`, 2026-11-21). */
const bytesPerCharacter = 30;

/**
 * The document stage: each text is parsed, validated and measured once, invalid ones too, and kept as long as there is
 * room. What depends on who asks, or on variables, has no place here: an outcome is given to everybody.
 */
export function openDocuments(schema: GraphQLSchema, limits: RequestLimits): Documents {
  const known = openMemory<ReadDocument>(maxBytes);
  return {
    read(text) {
      const found = known.get(text);
      if (found !== undefined) return found;
      const document = readDocument(schema, limits, text);
      known.set(text, document, bytesPerCharacter * text.length + 1000);
      return document;
    },
  };
}

function readDocument(schema: GraphQLSchema, limits: RequestLimits, text: string): ReadDocument {
  try {
    const ast = parseDocument(text, limits);
    return Object.freeze({ text, ast, errors: documentErrors(schema, ast, limits) });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return Object.freeze({ text, ast: null, errors: [error] });
  }
}
