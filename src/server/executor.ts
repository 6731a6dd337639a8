import { getOperationAST } from 'graphql';
import { perObject } from '../model/per-object.ts';
import type { OpenCall } from './call.ts';
import { openDocuments, type ReadDocument } from './execution/documents.ts';
import type { Exchange } from './execution/exchange.ts';
import { createPrepared } from './execution/prepared.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import type { HttpAnswer } from './http.ts';
import type { MediaType } from './media-type.ts';
import { retryAfter } from './refusal.ts';
import { createYogaExecutor, type ExecutorOptions } from './yoga.ts';

export type Execute = (asked: GraphqlRequest, mediaType: MediaType, call: OpenCall) => Promise<HttpAnswer>;

/** One operation, downwards: its document, the short way for what is nothing but data, yoga for everything else. */
export function createExecutor(options: ExecutorOptions): Execute {
  const documents = openDocuments(options.schema, options.limits);
  const prepared = options.execution.isPrepared ? createPrepared(options) : null;
  const yoga = createYogaExecutor(options);
  // Requests that are sent again are one object (`graphql-request.ts`).
  const readOf = perObject(({ query, operationName }: GraphqlRequest) => {
    const document = documents.read(query);
    return { document, name: nameOf(document, operationName) };
  });
  return async (asked, mediaType, call) => {
    const { document, name } = readOf(asked);
    call.operationName = name;
    const exchange: Exchange = { call, asked, document };
    const body = prepared === null ? null : await prepared(exchange);
    return body === null ? yoga(exchange, mediaType) : dataAnswer(body, mediaType, call);
  };
}

/** Of an operation that may be executed; null where it has none, or there is none. */
function nameOf({ ast, errors }: ReadDocument, asked: string | undefined): string | null {
  if (ast === null || errors.length > 0) return null;
  return getOperationAST(ast, asked)?.name?.value ?? null;
}

/** With the headers that yoga would have given it. */
function dataAnswer(body: HttpAnswer['body'], mediaType: MediaType, { tally }: OpenCall): HttpAnswer {
  const { putOffMs } = tally;
  return {
    status: 200,
    headers: {
      'content-type': `${mediaType}; charset=utf-8`,
      ...(putOffMs === null ? {} : { 'retry-after': retryAfter(putOffMs) }),
    },
    body,
  };
}
