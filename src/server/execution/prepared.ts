import {
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { Grant } from '../../model/grant.ts';
import { costErrors } from '../document-limits.ts';
import type { GraphqlRequest } from '../graphql-request.ts';
import { schemaRefusal } from '../introspection.ts';
import type { ExecutorOptions } from '../yoga.ts';
import type { ReadDocument } from './documents.ts';
import type { Exchange } from './exchange.ts';
import { openKeptTexts } from './kept-texts.ts';
import { innerVariables } from './selection.ts';
import { Unusual } from './unusual.ts';
import { compileQuery, type WriteQuery } from './writer.ts';

/** The `data` of an answer as JSON; null for what yoga has to answer. */
export type Prepared = (exchange: Exchange) => Promise<string | null>;

/**
 * The short way of a known query: no errors, no introspection, nothing but data. Whatever else comes up is handed on,
 * with the context in which it came up: what its loaders have asked for is not asked for again.
 */
export function createPrepared(options: ExecutorOptions): Prepared {
  const { schema, createContext, costOf, limits, execution } = options;
  const kept = execution.keptBytes > 0 ? openKeptTexts(execution.keptBytes) : null;
  const operations = new WeakMap<ReadDocument, Map<string | undefined, PreparedOperation | null>>();

  const operationOf = (document: ReadDocument, name: string | undefined): PreparedOperation | null => {
    const known = operations.get(document) ?? new Map<string | undefined, PreparedOperation | null>();
    operations.set(document, known);
    const found = known.get(name);
    if (found !== undefined) return found;
    const prepared = prepareOperation(schema, document, name);
    // A name that there is not is somebody's mistake, of which there is no end.
    if (prepared !== null) known.set(name, prepared);
    return prepared;
  };

  const questions = new WeakMap<GraphqlRequest, PreparedQuestion>();
  const questionOf = ({ asked, document }: Exchange): PreparedQuestion | null => {
    const known = questions.get(asked);
    if (known !== undefined) return known;
    const operation = operationOf(document, asked.operationName);
    const variables = operation?.variablesOf(asked.variables) ?? null;
    if (operation === null || variables === null) return null;
    const question = {
      document: operation.document,
      variables,
      write: operation.writerFor(variables),
      affordableFor: new WeakSet<Grant>(),
    };
    questions.set(asked, question);
    return question;
  };

  const isAffordable = (question: PreparedQuestion, { call, asked }: Exchange, context: object): boolean => {
    if (question.affordableFor.has(call.grant)) return true;
    const { operationName } = asked;
    // Priced as they were sent: what has been coerced does not always fit a second time.
    const variables = asked.variables ?? {};
    const points = () => costOf({ document: question.document, operationName, variables }, context);
    if (costErrors(points, limits.maxCost).length > 0) return false;
    question.affordableFor.add(call.grant);
    return true;
  };

  return async (exchange) => {
    const { call, document } = exchange;
    if (document.ast === null || document.errors.length > 0) return null;
    if (schemaRefusal(document.ast, call.grant) !== null) return null;
    try {
      const question = questionOf(exchange);
      if (question === null) return null;
      const context = createContext(call);
      exchange.context = context;
      if (!isAffordable(question, exchange, context)) return null;
      return await question.write({ context, variables: question.variables, kept });
    } catch {
      // It will fail there as well, and there it is told.
      return null;
    }
  };
}

type Variables = Readonly<Record<string, unknown>>;

/** What a request asks for, whoever sends it. */
interface PreparedQuestion {
  readonly document: NonNullable<ReadDocument['ast']>;
  /** Coerced. */
  readonly variables: Variables;
  readonly write: WriteQuery;
  /** What it costs depends on the sources that are visible, hence on who asks. */
  readonly affordableFor: WeakSet<Grant>;
}

interface PreparedOperation {
  readonly document: NonNullable<ReadDocument['ast']>;
  /** Null: they do not fit. */
  variablesOf(asked: Variables | undefined): Variables | null;
  writerFor(variables: Variables): WriteQuery;
}

/** As many sets of values of inner variables are kept for an operation; few have any. */
const mostVariants = 8;
const maxVariableErrors = 50;

function prepareOperation(
  schema: GraphQLSchema,
  { ast }: ReadDocument,
  name: string | undefined,
): PreparedOperation | null {
  const operation = ast === null ? null : getOperationAST(ast, name);
  if (ast === null || operation == null) return null;
  const inner = innerVariables(ast, operation);
  const writers = new Map<string, WriteQuery | null>();
  return {
    document: ast,
    variablesOf: (asked) => variablesOf(schema, operation, asked),
    writerFor: (variables) => {
      const constants = Object.fromEntries(
        inner.filter((one) => Object.hasOwn(variables, one)).map((one) => [one, variables[one]]),
      );
      const key = JSON.stringify(constants);
      const known = writers.get(key);
      if (known === null) throw new Unusual('It could not be compiled before.');
      if (known !== undefined) return known;
      if (writers.size >= mostVariants) writers.clear();
      writers.set(key, null);
      const compiled = compileQuery(schema, ast, operation, constants);
      writers.set(key, compiled);
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
