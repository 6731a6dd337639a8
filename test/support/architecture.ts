import { dirname, join, normalize } from 'node:path';

/** What a room may import. `types` rooms only as types; packages by prefix; `node` built-ins by name. */
interface Rule {
  readonly rooms: readonly string[];
  readonly types?: readonly string[];
  readonly packages: readonly string[];
}

export const rules: Readonly<Record<string, Rule>> = {
  model: { rooms: [], packages: [] },
  config: { rooms: ['model'], packages: ['zod', 'yaml', 'node:util'] },
  system: {
    rooms: ['model'],
    packages: ['node:timers/promises', 'node:crypto', 'node:fs', 'node:v8', 'pino'],
  },
  actiontrail: { rooms: ['model'], packages: ['@alicloud/', 'httpx', 'undici', 'node:'] },
  rights: { rooms: ['model'], packages: [] },
  search: { rooms: ['model'], packages: ['node:crypto', 'node:net'] },
  loaders: { rooms: ['model'], types: ['search'], packages: ['dataloader'] },
  graphql: { rooms: ['model'], types: ['loaders'], packages: ['@pothos/', 'graphql'] },
  server: {
    rooms: ['model', 'api-key'],
    types: ['graphql', 'config'],
    packages: ['graphql-yoga', '@graphql-yoga/', 'graphql', 'jose', 'prom-client', 'node:'],
  },
  tracing: { rooms: ['model'], packages: ['@opentelemetry/'] },
  'api-key': { rooms: [], packages: ['node:crypto', 'node:zlib'] },
  keys: { rooms: ['model', 'api-key', 'system'], packages: ['node:util'] },
  emulator: { rooms: [], packages: ['node:'] },
  operations: { rooms: [], packages: ['@graphql-typed-document-node/core'] },
  gateway: {
    rooms: [
      'model',
      'config',
      'system',
      'actiontrail',
      'rights',
      'search',
      'loaders',
      'graphql',
      'server',
      'emulator',
      'tracing',
    ],
    packages: [],
  },
  main: {
    rooms: ['model', 'config', 'system', 'gateway', 'operations'],
    types: ['server'],
    packages: [],
  },
  doctor: {
    rooms: ['model', 'config', 'system', 'actiontrail', 'gateway'],
    packages: ['node:http', 'node:https', 'node:util'],
  },
  cli: { rooms: ['node-version', 'main', 'doctor', 'emulator', 'keys', 'system'], packages: ['node:'] },
};

/** What belongs to the machine, and the only files that may touch it. The emulator, a program of its own, has its own. */
const reserved: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly files: readonly string[];
}[] = [
  {
    what: 'process',
    pattern: /\bprocess\.(env|argv|exit|on|stdout)\b/,
    files: ['main.ts', 'cli.ts', 'keys.ts'],
  },
  { what: 'the clock', pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/, files: ['system.ts'] },
  { what: 'timers', pattern: /\bset(Timeout|Interval|Immediate)\(/, files: ['system.ts'] },
  { what: 'randomness', pattern: /\bMath\.random\b|\brandom(UUID|Bytes)\b/, files: ['system.ts'] },
  { what: 'console', pattern: /\bconsole\.\w/, files: [] },
];

const longest = 400;

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

/** Everything that breaks the house rules in a set of sources, keyed by path relative to `src`. Empty: all is well. */
export function violations(sources: ReadonlyMap<string, string>): string[] {
  const paths = [...sources.keys()];
  return [
    ...paths.flatMap((path) => importsOf(sources.get(path) ?? '').flatMap((one) => brokenImport(path, one))),
    ...paths.flatMap((path) => brokenLines(path, sources.get(path) ?? '')),
    ...cycles(sources),
  ];
}

function brokenImport(path: string, { specifier, isType }: Import): string[] {
  const from = roomOf(path);
  const rule = rules[from];
  if (rule === undefined) return [`${path}: the room ${from} has no rule`];
  if (!specifier.startsWith('.')) {
    const isAllowed = rule.packages.some((name) => matchesPackage(specifier, name));
    return isAllowed ? [] : [`${path}: ${from} may not import the package ${specifier}`];
  }
  const target = normalize(join(dirname(path), specifier));
  const to = roomOf(target);
  if (to === from) return [];
  if (rule.types?.includes(to) === true && !isType)
    return [`${path}: ${from} may import only types of ${to}`];
  if (!rule.rooms.includes(to) && rule.types?.includes(to) !== true)
    return [`${path}: ${from} may not import ${to}`];
  const isDoor = to === 'model' || [`${to}/index.ts`, `${to}.ts`, `${to}.js`].includes(target);
  return isDoor ? [] : [`${path}: imports ${target} past the door of ${to}`];
}

function matchesPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(/[/:]$/.test(name) ? name : `${name}/`);
}

function brokenLines(path: string, source: string): string[] {
  const found: string[] = [];
  const lines = source.split('\n').length - 1;
  // What is generated is as long as it has to be.
  if (lines > longest && roomOf(path) !== 'operations')
    found.push(`${path}: ${lines} lines, the house stops at ${longest}`);
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  if (/^export \*/m.test(code)) found.push(`${path}: export *`);
  if (/^export default/m.test(code)) found.push(`${path}: default export`);
  if (roomOf(path) === 'emulator') return found;
  for (const { what, pattern, files } of reserved) {
    if (pattern.test(code) && !files.includes(path)) found.push(`${path}: touches ${what}`);
  }
  return found;
}

/** Cycles between files, types included. */
function cycles(sources: ReadonlyMap<string, string>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
      return;
    }
    state.set(path, 'open');
    for (const { specifier } of importsOf(sources.get(path) ?? '')) {
      const target = normalize(join(dirname(path), specifier));
      if (specifier.startsWith('.') && sources.has(target)) visit(target, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}

/** The room of a path relative to `src`: its folder, or for a file at the top its own name. */
function roomOf(path: string): string {
  return path.replace(/[/.].*$/s, '');
}

function importsOf(source: string): Import[] {
  const statements = source.matchAll(/^\s*(import|export)\s+(type\s)?[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm);
  const bare = source.matchAll(/^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm);
  return [
    ...[...statements].map((match) => ({ specifier: match[3] ?? '', isType: match[2] !== undefined })),
    ...[...bare].map((match) => ({ specifier: match[1] ?? match[2] ?? '', isType: false })),
  ];
}
