import type { Context } from '../../../src/graphql/index.ts';
import { Tally } from '../../../src/model/call.ts';
import type { EventConnection } from '../../../src/model/connection.ts';
import { allScopes, openGrant } from '../../../src/model/grant.ts';
import { pageAnswer } from '../answer.ts';

/**
 * A context for Trailgraph's own schema whose loader has one page, made of Trailgraph's answer. Who serves it plans,
 * reads, merges, redacts and seals nothing, asks nobody who he is, and writes no log: GraphQL over HTTP is all it does.
 * It has what the question needs and no more.
 */
export function constantContext(): Context {
  const page = Promise.resolve(constantPage());
  return {
    call: {
      requestId: 'bench',
      nowMs: Date.now(),
      deadline: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
      tally: new Tally(),
      viewer: 'anonymous',
      grant: openGrant,
    },
    loaders: { events: () => page },
    viewer: { id: 'AuditViewer:bench', scopes: allScopes },
  } as Pick<Context, 'call' | 'viewer'> as Context;
}

/** The names of what the question selects are the same in the schema and in the model. */
function constantPage(): EventConnection {
  const { edges, pageInfo } = pageAnswer().data.events;
  return {
    edges: edges.map(({ cursor, node }) => Object.freeze({ node, cursor: () => cursor })),
    pageInfo: { hasNextPage: pageInfo.hasNextPage, endCursor: () => pageInfo.endCursor },
  } as unknown as EventConnection;
}
