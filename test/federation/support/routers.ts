import { createServer } from 'node:http';
import type { TransportGetSubgraphExecutorOptions } from '@graphql-mesh/transport-common';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { parse } from 'graphql';
import { askOver } from '../../support/ask.ts';
import type { Answer } from '../../support/gateway.ts';
import { close, urlOf } from './neighbours.ts';

export interface Router {
  ask(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** Loaded when started: they are large. Both pass `authorization` on to the subgraphs. */
export const routers = {
  '@graphql-hive/gateway-runtime': startHive,
  '@apollo/gateway': startApollo,
} satisfies Readonly<Record<string, (supergraph: string) => Promise<Router>>>;

async function startHive(supergraph: string): Promise<Router> {
  const { createGatewayRuntime } = await import('@graphql-hive/gateway-runtime');
  const runtime = createGatewayRuntime({
    supergraph,
    logging: false,
    // What `@graphql-mesh/transport-http` does, which comes apart from the runtime.
    transports: { http: { getSubgraphExecutor: overHttp } },
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => {
        const authorization = request.headers.get('authorization');
        return authorization === null ? undefined : { authorization };
      },
    },
  });
  const server = createServer(runtime as never);
  const url = await urlOf(server);
  return {
    ask: async (query, variables = {}, headers = {}) => {
      const response = await askOver(url, { query, variables }, headers);
      return (await response.json()) as Answer;
    },
    close: async () => {
      await close(server);
      await runtime[Symbol.asyncDispose]();
    },
  };
}

function overHttp({ transportEntry, fetch: fetchThere }: TransportGetSubgraphExecutorOptions) {
  return buildHTTPExecutor({ endpoint: transportEntry.location ?? '', fetch: fetchThere as typeof fetch });
}

/** Without Apollo Server, whose part is only the HTTP in front: to the subgraphs it is HTTP as ever. */
async function startApollo(supergraph: string): Promise<Router> {
  const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest({ request, context }) {
          const authorization: unknown = Reflect.get(context, 'authorization');
          if (typeof authorization === 'string') request.http?.headers.set('authorization', authorization);
        },
      }),
  });
  const { executor } = await gateway.load();
  return {
    ask: async (query, variables = {}, headers = {}) => {
      const document = parse(query);
      const result = await executor({
        document,
        request: { query, variables },
        operationName: null,
        queryHash: query,
        context: { ...headers },
        metrics: {},
        cache: undefined as never,
        overallCachePolicy: undefined as never,
        schema: undefined as never,
        logger: console,
        source: query,
        operation: document.definitions[0] as never,
        response: undefined as never,
      } as never);
      return JSON.parse(JSON.stringify(result)) as Answer;
    },
    close: () => gateway.stop(),
  };
}
