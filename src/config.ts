import { parseArgs } from 'node:util';
import type { z } from 'zod';
import type { AccessLogTarget } from './config/access-log.ts';
import { type AuthConfig, completeAuth } from './config/auth.ts';
import { type DocumentsConfig, readDocuments } from './config/documents.ts';
import type { FederationConfig } from './config/federation.ts';
import { leakyDebug } from './config/leaky-debug.ts';
import type { MetricsAddress } from './config/metrics.ts';
import { type Outside, readText } from './config/outside.ts';
import { ConfigError, describe, didYouMean, type Problem, pathText } from './config/problems.ts';
import { reservedWhole } from './config/quota.ts';
import { levelsOf } from './config/redaction.ts';
import { repetitions } from './config/repetitions.ts';
import { fileSchema } from './config/schema.ts';
import type { TracingTarget } from './config/tracing.ts';
import { readTree } from './config/tree.ts';
import { isLoopback } from './config/values.ts';
import type { AccountConfig, QuotaRule } from './model/account.ts';
import type { ExecutionSettings } from './model/execution.ts';
import { memberAt } from './model/json.ts';
import type { RequestLimits } from './model/limits.ts';
import type { LogLevel } from './model/observer.ts';

export type { ApiKeyConfig, AuthConfig, IssuerConfig } from './config/auth.ts';
export { ConfigError } from './config/problems.ts';
export { doubtfulRegions } from './config/regions.ts';

/** Everything that can be set, complete, checked and frozen. */
export interface Config {
  /** Where it was read from; null: there is no file, these are the defaults. */
  readonly file: string | null;
  readonly isProduction: boolean;
  readonly server: {
    readonly host: string;
    /** 0 takes any free port. */
    readonly port: number;
    readonly requestTimeoutMs: number;
    /** On SIGTERM, answers go on so long, while `/readyz` sends new clients elsewhere. */
    readonly drainDelayMs: number;
    readonly drainTimeoutMs: number;
    readonly isGraphiqlOn: boolean;
    /** Names that `Host` may have; null: any. */
    readonly hosts: readonly string[] | null;
    /** Origins whose pages may ask. */
    readonly origins: readonly string[];
    readonly maxConnections: number;
    readonly maxRequestsPerConnection: number;
  };
  readonly accounts: readonly AccountConfig[] | 'emulator';
  readonly auth: AuthConfig;
  /** For all accounts; each may differ in its `quota`. */
  readonly quota: QuotaRule;
  /** 32 bytes each: the first seals, all open. Empty: `gateway` makes one that does not outlive the process. */
  readonly cursors: { readonly keys: readonly Uint8Array[] };
  /** What has been read is kept in memory: so many bytes of it, and what may still change for so long. */
  readonly memory: { readonly maxBytes: number; readonly movingEdgeMs: number };
  readonly search: {
    readonly settleDelaySeconds: number;
    /** The most that a caller's budget may allow one scan. */
    readonly maxUpstreamCalls: number;
    readonly maxWaitMs: number;
  };
  readonly documents: DocumentsConfig;
  readonly federation: FederationConfig;
  readonly limits: RequestLimits;
  readonly execution: ExecutionSettings;
  readonly log: { readonly level: LogLevel };
  readonly accessLog: { readonly to: AccessLogTarget };
  readonly metrics: MetricsAddress;
  readonly tracing: TracingTarget | null;
}

/** What a configuration is made of. */
export interface ConfigSources extends Outside {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
}

export const usage = `Usage: trailgraph [start] [--config <file>] [--help]

  --config <file>  YAML, see trailgraph.example.yaml. Default: $TRAILGRAPH_CONFIG, then trailgraph.yaml if present.
  --help           Shows this.

Without a file and without accounts, the gateway answers from its built-in emulator with invented events.
`;

/** Throws a ConfigError for flags that do not exist. */
export function wantsHelp(argv: readonly string[]): boolean {
  return readFlags(argv).help === true;
}

/** Throws a ConfigError with everything that is wrong. */
export function loadConfig({ argv, ...outside }: ConfigSources): Config {
  const { env } = outside;
  const isProduction = env.NODE_ENV === 'production';
  const { file, text } = findFile(readFlags(argv).config ?? (env.TRAILGRAPH_CONFIG || undefined), outside);
  const origin = file === null ? 'no file, only the environment' : `${file} and the environment`;
  const where = `the configuration is not valid (${origin}).`;
  const { root, problems } = readTree(text, outside);
  const tree = root ?? Object.create(null);
  const broken = problems.map((problem) => ({ ...problem, path: pathText(problem.path) }));
  if (root === null && broken.length > 0) throw new ConfigError(where, broken);

  const read = fileSchema(memberAt(tree, ['accounts']), isProduction).safeParse(tree);
  const found = read.success ? [] : read.error.issues.flatMap((issue) => explain(issue, tree));
  const known = new Set(broken.map((problem) => problem.path));
  const { only, problems: unread } = readDocuments(read.data?.documents.only, outside);
  const levels = levelsOf(read.success ? read.data.redaction : {});
  const completed = read.success
    ? completeAuth(read.data.auth, { ...read.data, levels, isProduction })
    : null;
  const all = [
    ...broken,
    ...found.filter((problem) => !known.has(problem.path)),
    ...repetitions(tree),
    ...(isProduction ? unsaid.filter(({ path }) => memberAt(tree, [path]) === undefined) : []),
    ...leakyDebug(env),
    ...unread,
    ...(only !== null && read.data?.federation.enabled ? [routersAskFreely] : []),
    ...(read.success ? reservedWhole(read.data.quota, read.data.accounts) : []),
    ...(read.success && read.data.quota.replicas > 1 && read.data.cursors.keys.length === 0
      ? [ownCursors]
      : []),
    ...(completed?.problems ?? []),
  ];
  if (!read.success || completed === null || all.length > 0) throw new ConfigError(where, all);
  return complete(file, isProduction, read.data, completed.auth, { only });
}

const maxFileBytes = 1024 * 1024;

/** What has to be said in production: without it, there would be invented events, and everybody might see everything. */
const unsaid: readonly Problem[] = [
  {
    path: 'accounts',
    expected:
      'a list of accounts, or the word emulator (NODE_ENV is production: invented events only when asked for)',
    got: 'nothing',
  },
  {
    path: 'auth',
    expected: 'a section that says who is let in (NODE_ENV is production: nobody is unless it says so)',
    got: 'nothing',
  },
];

const ownCursors: Problem = {
  path: 'cursors.keys',
  expected:
    'a key that all replicas have (quota.replicas says that there are several): openssl rand -base64 32',
  got: 'nothing',
};

const routersAskFreely: Problem = {
  path: 'documents.only',
  expected: 'nothing where federation is on: routers write queries of their own',
  got: 'a list of documents',
};

function readFlags(argv: readonly string[]) {
  try {
    const options = { config: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const got = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new ConfigError('the command line is not understood.', [
      { path: '', expected: '--config <file> or --help', got },
    ]);
  }
}

function findFile(asked: string | undefined, outside: Outside) {
  const file = asked ?? 'trailgraph.yaml';
  const read = readText(file, maxFileBytes, outside);
  if (typeof read === 'string') return { file, text: read };
  if (asked === undefined && read.isMissing) return { file: null, text: '' };
  throw new ConfigError('the configuration cannot be read.', [{ path: '', ...read }]);
}

function explain(issue: z.core.$ZodIssue, tree: unknown): Problem[] {
  if (issue.code !== 'unrecognized_keys') {
    const got = describe(memberAt(tree, issue.path), issue.path);
    return [{ path: pathText(issue.path), expected: issue.message, got }];
  }
  const known = issue.message.split(', ');
  return issue.keys.map((key) => ({
    path: pathText([...issue.path, key]),
    expected: `one of the keys ${issue.message}`,
    got: `the unknown key ${JSON.stringify(key.slice(0, 64))}${didYouMean(key, known)}`,
  }));
}

function complete(
  file: string | null,
  isProduction: boolean,
  read: z.output<ReturnType<typeof fileSchema>>,
  auth: AuthConfig,
  documents: DocumentsConfig,
): Config {
  const { server, accounts, memory, search, redaction: _levels, ...sections } = read;
  return frozen({
    ...sections,
    file,
    isProduction,
    server: {
      host: server.host,
      port: server.port,
      requestTimeoutMs: server.requestTimeout * 1000,
      drainDelayMs: server.drainDelay * 1000,
      drainTimeoutMs: server.drainTimeout * 1000,
      isGraphiqlOn: server.graphiql,
      hosts: server.hosts ?? (isLoopback(server.host) ? loopbackNames : null),
      origins: server.origins,
      maxConnections: server.connections,
      maxRequestsPerConnection: server.requestsPerConnection,
    },
    accounts: accounts ?? 'emulator',
    auth,
    memory: { maxBytes: memory.mebibytes * 1024 * 1024, movingEdgeMs: memory.movingEdge * 1000 },
    search: {
      settleDelaySeconds: search.settleDelay,
      maxUpstreamCalls: search.maxUpstreamCalls,
      maxWaitMs: search.maxWait * 1000,
    },
    documents,
  });
}

/** What a browser may call this machine by. */
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
