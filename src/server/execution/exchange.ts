import type { OpenCall } from '../call.ts';
import type { GraphqlRequest } from '../graphql-request.ts';
import type { ReadDocument } from './documents.ts';

/** What travels beside one operation. */
export interface Exchange {
  readonly call: OpenCall;
  readonly asked: GraphqlRequest;
  readonly document: ReadDocument;
  /** What resolvers get. Made once, whoever executes. */
  context?: object;
  /** Something was refused for lack of quota: when to come again, milliseconds. */
  retryAfterMs?: number;
}
