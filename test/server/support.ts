import {
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { Call } from '../../src/model/call.ts';
import type { Clock } from '../../src/model/clock.ts';
import { Fault } from '../../src/model/fault.ts';
import { anonymousWith, openGrant } from '../../src/model/grant.ts';
import { admitAll, createServer, type Server, type ServerOptions } from '../../src/server/index.ts';
import { systemClock } from '../../src/system.ts';
import { execution } from '../support/execution.ts';
import { defaultLimits } from '../support/limits.ts';
import { keptLog, type LogLine } from '../support/log.ts';

/** What resolvers of the test schema get. */
export interface TestContext {
  readonly call: Call;
  /** What `slow` waits for. */
  wait(call: Call): Promise<string>;
}

export interface Door extends Server {
  readonly log: LogLine[];
  /** Posts one operation without a port. */
  ask(query: string, more?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { data?: Record<string, unknown> | null; errors?: ShownError[] };
}

export interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Record<string, unknown>;
}

export const secret = 'host=db.internal password=hunter2';

/** A server around a schema that answers, fails and waits on request. */
export function openDoor(options: Partial<ServerOptions> & { wait?: TestContext['wait'] } = {}): Door {
  const { log, observer } = keptLog();
  const { wait = async () => 'done', ...rest } = options;
  let made = 0;
  const server = createServer({
    schema: testSchema,
    authenticate: admitAll(anonymousWith(openGrant)),
    createContext: (call): TestContext => ({ call, wait }),
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: 10_000,
    drainDelayMs: 0,
    drainTimeoutMs: 10_000,
    isGraphiqlOn: true,
    hosts: null,
    origins: [],
    maxConnections: 1000,
    maxRequestsPerConnection: 100_000,
    examples: [{ name: 'Hello', document: 'query Hello { hello }' }],
    documents: null,
    limits: defaultLimits,
    execution,
    costOf: () => 0,
    readiness: () => ({ isReady: true, emulated: true }),
    accessLog: null,
    tracer: null,
    clock: systemClock,
    observer,
    newRequestId: () => {
      made += 1;
      return `made-${made}`;
    },
    ...rest,
  });
  return {
    ...server,
    log,
    ask: async (query, more = {}, headers = {}) => {
      const answer = await server.handle(post(JSON.stringify({ query, ...more }), headers));
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    },
  };
}

export function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
}

/** Starts waiters that end when the test says so. */
export function gate(): { wait: TestContext['wait']; entered: Promise<Call>; open(): void } {
  const entered = Promise.withResolvers<Call>();
  const opened = Promise.withResolvers<string>();
  return {
    wait: (call) => {
      entered.resolve(call);
      return opened.promise;
    },
    entered: entered.promise,
    open: () => opened.resolve('done'),
  };
}

/** Closing takes no longer than what is under way: the pauses for the sake of connections are left out. */
export const hasty: Clock = {
  ...systemClock,
  sleep: (ms, signal) => (ms === 250 ? Promise.resolve() : systemClock.sleep(ms, signal)),
};

const even = new GraphQLScalarType({
  name: 'Even',
  parseValue: (value) => {
    if (value === 666) throw new TypeError(secret);
    if (typeof value !== 'number' || value % 2 !== 0)
      throw new Fault('BAD_USER_INPUT', 'Expected an even number.');
    return value;
  },
});

const throttled = new Fault('UPSTREAM_THROTTLED', 'ActionTrail has no call left.', {
  retryAfterMs: 500,
  account: 'main',
  region: 'cn-hangzhou',
  upstreamRequestId: 'AA-1',
  upstreamCode: 'Throttling.User',
  cause: new Error(secret),
});

const testSchema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, TestContext>({
    name: 'Query',
    fields: {
      hello: { type: GraphQLString, resolve: () => 'hello' },
      requestId: { type: GraphQLString, resolve: (_, __, { call }) => call.requestId },
      slow: { type: GraphQLString, resolve: (_, __, { call, wait }) => wait(call) },
      echo: {
        type: GraphQLInt,
        args: { even: { type: even }, count: { type: GraphQLInt } },
        resolve: (_, { even: value, count }) => value ?? count,
      },
      throttled: { type: GraphQLString, resolve: () => Promise.reject(throttled) },
      broken: { type: GraphQLString, resolve: () => Promise.reject(new TypeError(secret)) },
      internal: { type: GraphQLString, resolve: () => Promise.reject(new Fault('INTERNAL', secret)) },
      wrapped: {
        type: GraphQLString,
        resolve: () => Promise.reject(new Error(secret, { cause: throttled })),
      },
      text: { type: GraphQLString, resolve: () => Promise.reject(secret) },
      missing: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
    },
  }),
});
