import { parseArgs } from 'node:util';
import type { z } from 'zod';
import type { AccessLogTarget } from './config/access-log.ts';
import { type AuthConfig, completeAuth, noAuth } from './config/auth.ts';
import { type DocumentsConfig, readDocuments } from './config/documents.ts';
import type { FederationConfig } from './config/federation.ts';
import { leakyDebug } from './config/leaky-debug.ts';
import type { MetricsAddress } from './config/metrics.ts';
import { ConfigError, describe, didYouMean, type Problem, pathText } from './config/problems.ts';
import { reservedWhole } from './config/quota.ts';
import { levelsOf } from './config/redaction.ts';
import { fileSchema } from './config/schema.ts';
import type { TracingTarget } from './config/tracing.ts';
import { readTree } from './config/tree.ts';
import { isLoopback } from './config/values.ts';
import type { AccountConfig, QuotaRule } from './model/account.ts';
import type { ExecutionSettings } from './model/execution.ts';
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
  /** 32 bytes each: the first seals, all open. Empty: `main` makes one that does not outlive the process. */
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

export interface Surroundings {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; null when there is none. */
  readFile(path: string): string | null;
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
export function loadConfig({ argv, env, readFile }: Surroundings): Config {
  const isProduction = env.NODE_ENV === 'production';
  const { file, text } = findFile(readFlags(argv).config ?? (env.TRAILGRAPH_CONFIG || undefined), readFile);
  const where = file === null ? 'there is no configuration file.' : `${file} is not a valid configuration.`;
  const { root, problems } = readTree(text, { env, readFile });
  const tree = root ?? Object.create(null);
  const broken = problems.map((problem) => ({ ...problem, path: pathText(problem.path) }));
  if (root === null && broken.length > 0) throw new ConfigError(where, broken);

  const read = fileSchema(at(tree, ['accounts']), isProduction).safeParse(tree);
  const found = read.success ? [] : read.error.issues.flatMap((issue) => explain(issue, tree));
  const known = new Set(broken.map((problem) => problem.path));
  const all = [...broken, ...found.filter((problem) => !known.has(problem.path)), ...repetitions(tree)];
  if (isProduction && at(tree, ['accounts']) === undefined) all.push(noAccounts);
  all.push(...leakyDebug(env));
  const { only, problems: unread } = readDocuments(read.data?.documents.only, readFile);
  all.push(...unread);
  if (only !== null && read.data?.federation.enabled) all.push(routersAskFreely);
  if (isProduction && at(tree, ['auth']) === undefined) all.push(noAuth);
  if (read.success) all.push(...reservedWhole(read.data.quota, read.data.accounts));
  if (read.success && read.data.quota.replicas > 1 && read.data.cursors.keys.length === 0)
    all.push(ownCursors);
  const levels = levelsOf(read.success ? read.data.redaction : {});
  const completed = read.success
    ? completeAuth(read.data.auth, { ...read.data, levels, isProduction })
    : null;
  all.push(...(completed?.problems ?? []));
  if (!read.success || completed === null || all.length > 0) throw new ConfigError(where, all);
  return complete(file, isProduction, read.data, completed.auth, { only });
}

const maxFileBytes = 1024 * 1024;

const noAccounts: Problem = {
  path: 'accounts',
  expected:
    'a list of accounts, or the word emulator (NODE_ENV is production: invented events only when asked for)',
  got: 'nothing',
};

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

function findFile(asked: string | undefined, readFile: Surroundings['readFile']) {
  const file = asked ?? 'trailgraph.yaml';
  const refuse = (expected: string, got: string): never => {
    throw new ConfigError('the configuration cannot be read.', [{ path: '', expected, got }]);
  };
  let text: string | null;
  try {
    text = readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    return refuse(`to read ${file}`, code);
  }
  if (text === null) {
    return asked === undefined ? { file: null, text: '' } : refuse(`the file ${file}`, 'no such file');
  }
  const bytes = Buffer.byteLength(text);
  return bytes > maxFileBytes
    ? refuse(`at most ${maxFileBytes} bytes in ${file}`, `${bytes}`)
    : { file, text };
}

function explain(issue: z.core.$ZodIssue, tree: unknown): Problem[] {
  if (issue.code !== 'unrecognized_keys') {
    const got = describe(at(tree, issue.path), issue.path);
    return [{ path: pathText(issue.path), expected: issue.message, got }];
  }
  const known = issue.message.split(', ');
  return issue.keys.map((key) => ({
    path: pathText([...issue.path, key]),
    expected: `one of the keys ${issue.message}`,
    got: `the unknown key ${JSON.stringify(key.slice(0, 64))}${didYouMean(key, known)}`,
  }));
}

/** Checked on the tree, not in the schema, so that they are told together with everything else. */
function repetitions(tree: unknown): Problem[] {
  const accounts = at(tree, ['accounts']);
  if (!Array.isArray(accounts)) return [];
  return [
    ...repeated(accounts.map((account, index) => [['accounts', index, 'name'], at(account, ['name'])])),
    ...repeated(accounts.map((account, index) => [['accounts', index, 'id'], at(account, ['id'])])),
    ...accounts.flatMap((account, index) => {
      const regions = at(account, ['regions']);
      if (!Array.isArray(regions)) return [];
      return repeated(regions.map((region, place) => [['accounts', index, 'regions', place], region]));
    }),
  ];
}

function repeated(values: (readonly [PropertyKey[], unknown])[]): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [path, value] of values) {
    const text = value !== null && typeof value === 'object' && 'text' in value ? value.text : value;
    if (typeof text !== 'string') continue;
    const earlier = seen.get(text);
    if (earlier === undefined) seen.set(text, pathText(path));
    else
      problems.push({ path: pathText(path), expected: 'a value of its own', got: `the same as ${earlier}` });
  }
  return problems;
}

function at(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? Reflect.get(node, key)
        : undefined,
    tree,
  );
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
