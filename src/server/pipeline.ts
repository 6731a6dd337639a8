import type { Tracer } from '../model/span.ts';
import { type AccountOptions, accountedFor } from './access-log.ts';
import type { Answer } from './adapters.ts';
import type { Authenticate } from './authenticate.ts';
import { type CallOptions, type OpenCall, openCall, timeoutOf } from './call.ts';
import { faultOf, report } from './errors.ts';
import { createExecutor } from './executor.ts';
import { createGraphiql, type Example } from './graphiql.ts';
import { createRequestReader, expectJsonPost } from './graphql-request.ts';
import { liveness, type Readiness, readinessAnswer } from './health.ts';
import { expectHost } from './host.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { InFlight } from './in-flight.ts';
import { expectMediaType, negotiate } from './media-type.ts';
import { originHeaders, preflightAnswer } from './origins.ts';
import { Refusal, refuse } from './refusal.ts';
import type { TrustedDocuments } from './trusted-documents.ts';
import type { ExecutorOptions } from './yoga.ts';

export interface PipelineOptions extends CallOptions, ExecutorOptions, AccountOptions {
  readonly authenticate: Authenticate;
  /** Names that `Host` may have; null: any. */
  readonly hosts: readonly string[] | null;
  /** Origins whose pages may ask: scheme, host and port, exactly. */
  readonly origins: readonly string[];
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null;
  readonly isGraphiqlOn: boolean;
  /** Shown as tabs of GraphiQL. */
  readonly examples: readonly Example[];
  /** The only documents that are answered, by id; null: any. */
  readonly documents: TrustedDocuments | null;
  readiness(): Readiness;
  readonly inFlight: InFlight;
  isDraining(): boolean;
}

const graphqlPath = '/graphql';

type Handler = (request: HttpRequest, call: OpenCall) => Promise<HttpAnswer>;

/** The way of a request through the door, downwards: call, route, then for GraphQL gate, authenticate, body, execution. */
export function createPipeline(options: PipelineOptions): Answer {
  const { observer, inFlight, isDraining } = options;
  const probes: ReadonlyMap<string, Handler> = new Map([
    ['/livez', onlyRead(async () => liveness())],
    ['/readyz', onlyRead(async () => readinessAnswer(options.readiness(), isDraining()))],
  ]);
  const routes: ReadonlyMap<string, Handler> = new Map([
    ...probes,
    [graphqlPath, createGraphqlRoute(options)],
    ...(options.isGraphiqlOn ? graphiqlRoutes(options.examples) : []),
  ]);
  return async (request) => {
    const call = openCall(request, options);
    const isGraphql = request.path === graphqlPath && request.method !== 'OPTIONS';
    if (isGraphql) call.span = options.tracer?.begin(request.header('traceparent'));
    const found = await answered(request, call);
    const answer = isGraphql ? accountedFor(found, call, options) : found;
    call.isOver = true;
    return { ...answer, headers: { ...answer.headers, ...commonHeaders(request, call) } };
  };

  async function answered(request: HttpRequest, call: OpenCall): Promise<HttpAnswer> {
    try {
      const route = routes.get(request.path);
      if (route === undefined) throw new Refusal(404, 'Nothing is here. GraphQL is at /graphql.');
      // Probes come by address.
      if (!probes.has(request.path)) expectHost(request, options.hosts);
      return await inFlight.run(call, () => route(request, call));
    } catch (error) {
      const fault = faultOf(error);
      report(fault, call, observer);
      return refuse(fault, call.requestId, negotiate(request.header('accept')) ?? undefined);
    }
  }

  function commonHeaders(request: HttpRequest, { requestId }: OpenCall): Record<string, string> {
    return {
      'x-request-id': requestId,
      'x-content-type-options': 'nosniff',
      ...(request.path === graphqlPath ? originHeaders(request, options.origins) : {}),
      ...(isDraining() ? { connection: 'close' } : {}),
    };
  }
}

function createGraphqlRoute(options: PipelineOptions): Handler {
  const execute = createExecutor(options);
  const readRequest = createRequestReader(options.limits, options.documents);
  return async (request, call) => {
    const preflight = preflightAnswer(request, options.origins);
    if (preflight !== null) return preflight;
    expectJsonPost(request);
    const timeoutMs = timeoutOf(request, options);
    const mediaType = expectMediaType(request.header('accept'));
    call.admit(await options.authenticate(request));
    const asked = await readRequest(request);
    call.asked = asked;
    call.start(timeoutMs);
    const answer = await execute(asked, mediaType, call);
    return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } };
  };
}

function graphiqlRoutes(examples: readonly Example[]): [string, Handler][] {
  const toGraphiql = async () => ({ status: 302, headers: { location: '/graphiql' }, body: '' });
  return [
    ['/', onlyRead(toGraphiql)],
    ...[...createGraphiql(examples)].map(([path, serve]): [string, Handler] => [path, onlyRead(serve)]),
  ];
}

function onlyRead(handler: (request: HttpRequest) => Promise<HttpAnswer>): Handler {
  return async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return handler(request);
    throw new Refusal(405, 'This is only read: use GET.', { allow: 'GET, HEAD' });
  };
}
