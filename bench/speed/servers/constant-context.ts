import type { Context } from '../../../src/graphql/index.ts';
import { Tally } from '../../../src/model/call.ts';
import type { EventConnection } from '../../../src/model/connection.ts';
import { pageAnswer } from '../answer.ts';

/**
 * A context for Trailgraph's own schema whose loader has one page, made of Trailgraph's answer. Who serves it plans,
 * reads, merges, redacts and seals nothing, knows no rights, and writes no log: GraphQL over HTTP is all it does.
 */
export function constantContext(): Context {
  const page = Promise.resolve(constantPage());
  const unasked = () => {
    throw new Error('The benchmark asks for a page of events and nothing else.');
  };
  return {
    call: {
      requestId: 'bench',
      nowMs: Date.now(),
      deadline: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
      tally: new Tally(),
    },
    loaders: {
      events: () => page,
      eventCount: unasked,
      explainEvents: unasked,
      eventByEventId: unasked,
      event: unasked,
      deliveryJob: unasked,
      deliveryJobs: unasked,
    },
    sources: [],
    monitor: { statusOf: unasked },
    settings: { requestTimeoutMs: 10_000, settleDelaySeconds: 900, maxUpstreamCalls: 40, maxWaitMs: 10_000 },
    viewer: { id: 'AuditViewer:bench' },
  };
}

/** Only what the question selects is in it: the names are those of the schema and of the model alike. */
function constantPage(): EventConnection {
  const { edges, pageInfo } = pageAnswer().data.events;
  return {
    edges: edges.map(({ cursor, node }) => Object.freeze({ node, cursor: () => cursor })),
    pageInfo: {
      hasNextPage: pageInfo.hasNextPage,
      endCursor: () => pageInfo.endCursor,
    },
  } as unknown as EventConnection;
}
