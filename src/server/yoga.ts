import type { DocumentNode, GraphQLSchema } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Call } from '../model/call.ts';
import type { ExecutionSettings } from '../model/execution.ts';
import type { RequestLimits } from '../model/limits.ts';
import type { Observer } from '../model/observer.ts';
import { costErrors } from './document-limits.ts';
import { presentErrors, quotaWaitMs } from './errors.ts';
import type { Exchange } from './execution/exchange.ts';
import type { HttpAnswer } from './http.ts';
import { schemaRefusal, withoutSchema } from './introspection.ts';
import type { MediaType } from './media-type.ts';
import { retryAfter } from './refusal.ts';
import { upstreamCost } from './upstream-cost.ts';

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  /** What resolvers get. Called once per operation. */
  createContext(call: Call): object;
  /** The points of one operation with its variables (`limits.maxCost`). Throws a GraphQLError where they do not fit. */
  costOf(
    asked: {
      readonly document: DocumentNode;
      readonly operationName: string | null | undefined;
      readonly variables: Readonly<Record<string, unknown>>;
    },
    context: object,
  ): number;
  readonly limits: RequestLimits;
  readonly execution: ExecutionSettings;
  readonly observer: Observer;
}

interface ServerContext {
  readonly exchange: Exchange;
}

/** graphql-yoga for all that GraphQL may ask for. Documents, HTTP and errors are ours. */
export function createYogaExecutor(
  options: ExecutorOptions,
): (exchange: Exchange, mediaType: MediaType) => Promise<HttpAnswer> {
  const { schema, createContext, observer } = options;
  const yoga = createYoga<ServerContext>({
    schema,
    context: ({ exchange }) => exchange.context ?? createContext(exchange.call),
    plugins: [takeParsed, takeDocument, guardSchema, limitCost(options), cleanErrors(observer), tellCost],
    maskedErrors: false, // cleanErrors does it, with the request at hand
    logging: false,
    parserAndValidationCache: false, // `documents` is one
    maxRequestBodySize: false, // the body was read before
    batching: false,
    multipart: false,
    cors: false,
    graphiql: false,
    landingPage: false,
  });
  return async (exchange, mediaType) => {
    const request = new yoga.fetchAPI.Request('http://trailgraph/graphql', {
      method: 'POST',
      headers: { accept: mediaType },
    });
    const response = await yoga.handleRequest(request, { exchange });
    // Told by an error, or by a page that could not be begun.
    const retryAfterMs = exchange.retryAfterMs ?? exchange.call.tally.putOffMs ?? undefined;
    return {
      status: response.status,
      headers: {
        'content-type': response.headers.get('content-type') ?? mediaType,
        ...(retryAfterMs === undefined ? {} : { 'retry-after': retryAfter(retryAfterMs) }),
      },
      body: await response.text(),
    };
  };
}

const takeParsed: Plugin<object, ServerContext> = {
  onRequestParse({ serverContext, setRequestParser }) {
    const { query, operationName, variables, extensions } = serverContext.exchange.asked;
    setRequestParser(() => ({
      query,
      ...(operationName === undefined ? {} : { operationName }),
      ...(variables === undefined ? {} : { variables }),
      ...(extensions === undefined ? {} : { extensions }),
    }));
  },
};

/** Documents were read before: here is only told what came of it. */
const takeDocument: Plugin<ServerContext, ServerContext> = {
  onParse({ context, setParseFn }) {
    setParseFn(() => {
      const { ast, errors } = context.exchange.document;
      if (ast === null) throw errors[0];
      return ast;
    });
  },
  onValidate({ context, setValidationFn }) {
    setValidationFn(() => context.exchange.document.errors);
  },
};

function limitCost({ costOf, limits: { maxCost } }: ExecutorOptions): Plugin<ServerContext, ServerContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { document, operationName, variableValues, contextValue } = args;
      const asked = { document, operationName, variables: variableValues ?? {} };
      const errors = costErrors(() => costOf(asked, contextValue), maxCost);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

const guardSchema: Plugin<ServerContext, ServerContext> = {
  onExecute({ args, setResultAndStopExecution }) {
    const error = schemaRefusal(args.document, args.contextValue.exchange.call.grant);
    if (error !== null) setResultAndStopExecution({ errors: [error] });
  },
};

function cleanErrors(observer: Observer): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || isAsyncIterable(result) || result.errors === undefined) return;
      const { call } = serverContext.exchange;
      const waits = result.errors.map(quotaWaitMs).filter((wait) => wait !== null);
      if (waits.length > 0) serverContext.exchange.retryAfterMs = Math.max(...waits);
      const told = withoutSchema(result.errors, call.grant);
      setResult({ ...result, errors: presentErrors(told, call, observer) });
    },
  };
}

/** After the errors, so that every answer of the executor says what it cost. */
const tellCost: Plugin<object, ServerContext> = {
  onResultProcess({ result, setResult, serverContext }) {
    if (Array.isArray(result) || isAsyncIterable(result)) return;
    const upstream = upstreamCost(serverContext.exchange.call.tally);
    setResult({ ...result, extensions: { ...result.extensions, upstream } });
  },
};
