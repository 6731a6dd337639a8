import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A scalar with something from the environment in it. Always text, whatever the text looks like. */
export class Environmental {
  readonly text: string;
  /** As written in the file: `${PORT}`, or several joined by "and". */
  readonly names: string;

  constructor(text: string, names: string) {
    this.text = text;
    this.names = names;
  }
}

export interface TreeProblem {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
  readonly got: string;
}

/** Maps without a prototype, lists, and scalars: text, boolean, number, bigint (every integer), null, Environmental. */
export interface Tree {
  readonly root: unknown;
  readonly problems: readonly TreeProblem[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const maxDepth = 20;

// In a flow map or list, YAML would take the braces of ${NAME} for its own. They are swapped for characters that mean
// nothing to it, one for one, so that lines and columns stay; what they stand for is put into the parsed scalar, so
// that a value from the environment is never read as YAML.
const dollar = '\uE000';
const open = '\uE001';
const close = '\uE002';
const reference = /\uE000\uE001([A-Za-z_][A-Za-z0-9_]*)\uE002/g;

/** Reads YAML 1.2 without aliases and tags, and fills `${NAME}` in every scalar from the environment. */
export function readTree(text: string, env: Environment): Tree {
  const problems: TreeProblem[] = [];
  const refuse = (path: readonly PropertyKey[], expected: string, got: string) => {
    problems.push({ path, expected, got });
    return null;
  };
  if (/[\uE000-\uE002]/.test(text)) {
    refuse([], 'text without the private-use characters U+E000 to U+E002', 'one of them');
    return { root: null, problems };
  }
  const lines = new LineCounter();
  const masked = text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, `${dollar}${open}$1${close}`);
  const document = parse(masked, lines);
  if (document === null) {
    refuse([], `a map at most ${maxDepth} levels deep`, 'more levels than can be read');
    return { root: null, problems };
  }
  // What follows the first few is mostly their consequence.
  for (const { code, pos } of [...document.errors, ...document.warnings].slice(0, 3)) {
    // The parser's own messages quote the source, which may hold a secret.
    const { line, col } = lines.linePos(pos[0]);
    refuse([], 'valid YAML', `${explanations[code] ?? code} at line ${line}, column ${col}`);
  }
  if (problems.length > 0) return { root: null, problems };
  return { root: plain(document.contents, [], env, refuse), problems };
}

function parse(text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      intAsBigInt: true,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter,
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const explanations: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key twice',
  MULTIPLE_DOCS: 'more than one document',
  NON_STRING_KEY: 'a key that is not text',
  TAB_AS_INDENT: 'a tab as indentation',
  BAD_INDENT: 'wrong indentation',
  TAG_RESOLVE_FAILED: 'an unknown tag',
  UNEXPECTED_TOKEN: 'something unexpected',
  MISSING_CHAR: 'something missing',
  RESOURCE_EXHAUSTION: 'more levels than can be read',
};

type Refuse = (path: readonly PropertyKey[], expected: string, got: string) => null;

function plain(node: Node | null, path: readonly PropertyKey[], env: Environment, refuse: Refuse): unknown {
  if (node === null) return null;
  if (path.length > maxDepth) return refuse(path, `at most ${maxDepth} levels`, 'more');
  if (isAlias(node)) return refuse(path, 'a value of its own', 'a YAML alias, which is not supported');
  if (isSeq<Node | null>(node))
    return node.items.map((item, index) => plain(item, [...path, index], env, refuse));
  if (isMap<Node, Node | null>(node)) {
    const map: Record<string, unknown> = Object.create(null);
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? unmasked(String(key.value)) : '';
      map[name] = plain(value, [...path, name], env, refuse);
    }
    return map;
  }
  if (isScalar(node))
    return typeof node.value === 'string' ? filled(node.value, path, env, refuse) : node.value;
  return refuse(path, 'a scalar, a list or a map', 'something else');
}

function filled(masked: string, path: readonly PropertyKey[], env: Environment, refuse: Refuse): unknown {
  if (masked.includes('${')) {
    return refuse(path, 'a name of letters, digits and underscores in the braces after $', 'another one');
  }
  const names = [...new Set([...masked.matchAll(reference)].map((match) => match[1] ?? ''))];
  if (names.length === 0) return masked;
  const missing = names.filter((name) => !Object.hasOwn(env, name) || env[name] === undefined);
  for (const name of missing) refuse(path, `the environment variable ${name} to be set`, 'nothing');
  const text = masked.replace(reference, (_, name: string) => env[name] ?? '');
  return new Environmental(text, names.map((name) => `\${${name}}`).join(' and '));
}

function unmasked(text: string): string {
  return text.replace(reference, (_, name: string) => `\${${name}}`);
}
