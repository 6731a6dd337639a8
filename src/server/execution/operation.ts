import {
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { ReadDocument } from './documents.ts';
import { innerVariables } from './selection.ts';
import { Unusual } from './unusual.ts';
import { type CompiledQuery, compileQuery } from './writer.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** One operation of a document, compiled when it is first asked for. */
export interface PreparedOperation {
  readonly document: NonNullable<ReadDocument['ast']>;
  /** Null: they do not fit. */
  variablesOf(asked: Variables | undefined): Variables | null;
  /** Throws Unusual for what cannot be compiled. */
  compiledFor(variables: Variables): CompiledQuery;
}

/** As many sets of values of inner variables are kept for an operation; few have any. */
const mostVariants = 8;
const maxVariableErrors = 50;

/** Null: there is no such operation. */
export function prepareOperation(
  schema: GraphQLSchema,
  { ast }: ReadDocument,
  name: string | undefined,
): PreparedOperation | null {
  const operation = ast === null ? null : getOperationAST(ast, name);
  if (ast === null || operation == null) return null;
  const inner = innerVariables(ast, operation);
  const queries = new Map<string, CompiledQuery | null>();
  return {
    document: ast,
    variablesOf: (asked) => variablesOf(schema, operation, asked),
    compiledFor: (variables) => {
      const constants = Object.fromEntries(
        inner.filter((one) => Object.hasOwn(variables, one)).map((one) => [one, variables[one]]),
      );
      const key = JSON.stringify(constants);
      const known = queries.get(key);
      if (known === null) throw new Unusual('It could not be compiled before.');
      if (known !== undefined) return known;
      if (queries.size >= mostVariants) queries.clear();
      queries.set(key, null);
      const compiled = compileQuery(schema, ast, operation, constants);
      queries.set(key, compiled);
      return compiled;
    },
  };
}

function variablesOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  asked: Variables = {},
): Variables | null {
  if (variableDefinitions.length === 0) return {};
  return (
    getVariableValues(schema, variableDefinitions, asked, { maxErrors: maxVariableErrors }).coerced ?? null
  );
}
