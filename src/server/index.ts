// THE DOOR. In: HTTP. Out: HTTP.
// I know status codes, headers and the viewer, never an event field.
// May touch: model, the schema as a whole, graphql-yoga, jose. Never: loaders, search, actiontrail.
// Lost? If you name a GraphQL type, you live in `graphql`.

import type { Server as NodeServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import type { ExecutionSettings } from '../model/execution.ts';
import type { RequestLimits } from '../model/limits.ts';
import type { Observer } from '../model/observer.ts';
import type { AccessLog } from './access-log.ts';
import { type ConnectionLimits, nodeServer, webHandler } from './adapters.ts';
import type { Authenticate } from './authenticate.ts';
import type { Example } from './graphiql.ts';
import type { Readiness } from './health.ts';
import { type InFlight, trackCalls } from './in-flight.ts';
import { createPipeline, type PipelineOptions } from './pipeline.ts';
import type { ExecutorOptions } from './yoga.ts';

export type { AccessLog, AccessRecord } from './access-log.ts';
export { type Authenticate, admitAll, createAuthenticate } from './authenticate.ts';
export type { Example } from './graphiql.ts';
export type { Readiness } from './health.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { createMetricsPort } from './metrics-port.ts';

export interface ServerOptions extends ConnectionLimits {
  readonly schema: GraphQLSchema;
  readonly authenticate: Authenticate;
  /** What resolvers get. Called once per operation. */
  createContext(call: Call): object;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly requestTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly drainTimeoutMs: number;
  readonly costOf: ExecutorOptions['costOf'];
  readonly limits: RequestLimits;
  readonly hosts: PipelineOptions['hosts'];
  readonly origins: PipelineOptions['origins'];
  readonly execution: ExecutionSettings;
  readonly isGraphiqlOn: boolean;
  /** Shown as tabs of GraphiQL. */
  readonly examples: readonly Example[];
  /** The only documents that are answered, by id; null: any. */
  readonly documents: PipelineOptions['documents'];
  readiness(): Readiness;
  /** Null: no account is kept of who asked what. */
  readonly accessLog: AccessLog | null;
  readonly tracer: PipelineOptions['tracer'];
  readonly clock: Clock;
  readonly observer: Observer;
  newRequestId(): string;
}

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
    listen: () => listen(server, options),
    close: () => {
      closing ??= drain(server, inFlight, options);
      return closing;
    },
  };
}

function listen(server: NodeServer, { host, port, observer }: ServerOptions): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) => {
      const message = `Cannot listen on ${host}, port ${port}: ${cause.message}. Change server.host or server.port.`;
      reject(new Error(message, { cause }));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      server.on('error', ({ message }) =>
        observer.log('error', 'a connection could not be taken', { message }),
      );
      resolve({ url: urlOf(server.address()) });
    });
  });
}

/** So long at least, answers tell their connections to end before idle ones are closed: who is about to ask loses nothing. */
const farewellMs = 250;
/** Time for the last answers to reach their clients. */
const lingerMs = 250;

async function drain(
  server: NodeServer,
  inFlight: InFlight,
  { clock, drainDelayMs, drainTimeoutMs }: ServerOptions,
): Promise<void> {
  if (server.listening) await clock.sleep(Math.max(farewellMs, drainDelayMs));
  const isClosed = new Promise<void>((resolve) => server.close(() => resolve()));
  const within = async (ms: number, done: Promise<unknown>) => {
    const enough = new AbortController();
    await Promise.race([done, clock.sleep(ms, enough.signal).catch(() => {})]);
    enough.abort();
  };
  // Browsers hold connections on which they never asked anything: those are not waited for.
  const quiet = async () => {
    do {
      await inFlight.idle();
      await within(lingerMs, isClosed);
    } while (!inFlight.isIdle());
  };
  await within(drainTimeoutMs, quiet());
  inFlight.cut();
  await within(lingerMs, isClosed);
  server.closeAllConnections();
  await isClosed;
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return 'http://localhost';
  const isAny = address.address === '0.0.0.0' || address.address === '::';
  const host = isAny ? 'localhost' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
