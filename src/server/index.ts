// THE DOOR. In: HTTP. Out: HTTP.
// I know status codes, headers and the viewer, never an event field.
// May touch: model, the schema as a whole, graphql-yoga, jose. Never: loaders, search, actiontrail.
// Lost? If you name a GraphQL type, you live in `graphql`.

import { type ConnectionLimits, nodeServer, webHandler } from './adapters.ts';
import { type DrainOptions, drain } from './drain.ts';
import { trackCalls } from './in-flight.ts';
import { type Address, listenOn } from './listen.ts';
import { createPipeline, type PipelineOptions } from './pipeline.ts';

export type { AccessLog, AccessRecord } from './access-log.ts';
export { admitAll, createAuthenticate } from './authenticate.ts';
export type { Example } from './graphiql.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { createMetricsPort } from './metrics-port.ts';

/** What the door is made of: where it is, how many may come, what happens to requests, and how it closes. */
export type ServerOptions = Address &
  ConnectionLimits &
  DrainOptions &
  Omit<PipelineOptions, 'inFlight' | 'isDraining'>;

export interface Server {
  /** The whole gateway without a port. Never rejects. */
  handle(request: Request): Promise<Response>;
  /** Rejects when the address cannot be had. */
  listen(): Promise<{ readonly url: string }>;
  /**
   * Not ready any more; after `drainDelayMs` no new connections; what is under way then gets `drainTimeoutMs`, and what
   * still waits after that is answered with SHUTTING_DOWN. Resolves when all is closed.
   */
  close(): Promise<void>;
}

export function createServer(options: ServerOptions): Server {
  const inFlight = trackCalls(options.clock);
  let closing: Promise<void> | null = null;
  const answer = createPipeline({ ...options, inFlight, isDraining: () => closing !== null });
  const server = nodeServer(answer, options, options.clock);
  return {
    handle: webHandler(answer),
    listen: async () => {
      const url = await listenOn(server, options, 'server');
      server.on('error', ({ message }) =>
        options.observer.log('error', 'a connection could not be taken', { message }),
      );
      return { url };
    },
    close: () => {
      closing ??= drain(server, inFlight, options);
      return closing;
    },
  };
}
