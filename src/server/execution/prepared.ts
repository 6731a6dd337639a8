import type { GraphQLSchema } from 'graphql';
import type { Grant } from '../../model/grant.ts';
import { perObject } from '../../model/per-object.ts';
import type { OpenCall } from '../call.ts';
import { costErrors } from '../document-limits.ts';
import type { GraphqlRequest } from '../graphql-request.ts';
import { schemaRefusal } from '../introspection.ts';
import { upstreamCost } from '../upstream-cost.ts';
import type { ExecutorOptions } from '../yoga.ts';
import type { ReadDocument } from './documents.ts';
import type { Exchange } from './exchange.ts';
import { openKeptAnswers } from './kept-answers.ts';
import { openKeptTexts } from './kept-texts.ts';
import { type PreparedOperation, prepareOperation, type Variables } from './operation.ts';
import type { CompiledQuery } from './writer.ts';

/** The body of an answer that is nothing but data, as JSON; null for what yoga has to answer. */
type AnswerPrepared = (exchange: Exchange) => Promise<string | Buffer | null>;

/** What a request asks for, whoever sends it. */
interface Question {
  readonly document: NonNullable<ReadDocument['ast']>;
  /** Coerced. */
  readonly variables: Variables;
  readonly query: CompiledQuery;
  askedWith(grant: Grant): Asking;
}

/** The same with a grant, on which hang who may ask it and what it is answered. */
interface Asking {
  isAdmitted: boolean;
}

/**
 * The short way of a known query: no errors, no introspection, nothing but data. Whatever else comes up is handed on,
 * with the context in which it came up: what its loaders have asked for is not asked for again.
 */
export function createPrepared(options: ExecutorOptions): AnswerPrepared {
  const { schema, createContext, costOf, limits, execution } = options;
  const kept = execution.keptBytes > 0 ? openKeptTexts(execution.keptBytes) : null;
  const { keptAnswerBytes } = execution;
  const answers = keptAnswerBytes > 0 ? openKeptAnswers(keptAnswerBytes) : null;
  const questionOf = rememberQuestions(schema);

  /** Neither too expensive nor about the schema itself without the right to it. */
  const isAdmissible = ({ document }: Question, { call, asked }: Exchange, context: object): boolean => {
    if (schemaRefusal(document, call.grant) !== null) return false;
    const { operationName } = asked;
    // Priced as they were sent: what has been coerced does not always fit a second time.
    const variables = asked.variables ?? {};
    return (
      costErrors(() => costOf({ document, operationName, variables }, context), limits.maxCost).length === 0
    );
  };

  const answer = async (question: Question, exchange: Exchange) => {
    const { call } = exchange;
    const asking = question.askedWith(call.grant);
    const known = answers?.recall(asking, call);
    if (known != null) return known;
    const context = createContext(call);
    exchange.context = context;
    asking.isAdmitted ||= isAdmissible(question, exchange, context);
    if (!asking.isAdmitted) return null;
    const { query, variables } = question;
    const roots: unknown[] = [];
    const data = await query.write({ context, variables, kept, roots });
    const body = bodyOf(data, call);
    if (query.isLasting) answers?.keep(asking, call, roots, body);
    return body;
  };

  return async (exchange) => {
    const { ast, errors } = exchange.document;
    if (ast === null || errors.length > 0) return null;
    try {
      const question = questionOf(exchange);
      return question === null ? null : await answer(question, exchange);
    } catch {
      // It will fail there as well, and there it is told.
      return null;
    }
  };
}

/** To the byte what yoga would have answered. */
function bodyOf(data: string, { tally }: OpenCall): string {
  return `{"data":${data},"extensions":${JSON.stringify({ upstream: upstreamCost(tally) })}}`;
}

/** What depends on the request alone is found out once for each. Null: it is not to be answered in this way. */
function rememberQuestions(schema: GraphQLSchema): (exchange: Exchange) => Question | null {
  const operationsOf = perObject((_: ReadDocument) => new Map<string | undefined, PreparedOperation>());
  const operationOf = (document: ReadDocument, name: string | undefined): PreparedOperation | null => {
    const known = operationsOf(document);
    const found = known.get(name);
    if (found !== undefined) return found;
    const prepared = prepareOperation(schema, document, name);
    // A name that there is not is somebody's mistake, of which there is no end.
    if (prepared !== null) known.set(name, prepared);
    return prepared;
  };

  const questions = new WeakMap<GraphqlRequest, Question>();
  return ({ asked, document }) => {
    const known = questions.get(asked);
    if (known !== undefined) return known;
    const operation = operationOf(document, asked.operationName);
    const variables = operation?.variablesOf(asked.variables) ?? null;
    if (operation === null || variables === null) return null;
    const query = operation.compiledFor(variables);
    const askedWith = perObject((): Asking => ({ isAdmitted: false }));
    const question = { document: operation.document, variables, query, askedWith };
    questions.set(asked, question);
    return question;
  };
}
