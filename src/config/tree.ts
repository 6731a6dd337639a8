import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Outside, readText } from './outside.ts';

/** A scalar with something from the environment or from a file in it. Always text, whatever the text looks like. */
export class Environmental {
  readonly text: string;
  /** As written in the file: `${PORT}`, `${file:/run/secrets/key}`, or several joined by "and". */
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

const maxDepth = 20;
/** Of a file that a value comes from: more than any key or token has. */
const maxValueBytes = 64 * 1024;

// In a flow map or list, YAML would take the braces of ${NAME} and ${file:PATH} for its own. They are swapped for
// characters that mean nothing to it, one for one, so that lines and columns stay; what they stand for is put into the
// parsed scalar, so that a value from outside is never read as YAML.
const dollar = '\uE000';
const open = '\uE001';
const close = '\uE002';
const reference = /\uE000\uE001([^\uE002]+)\uE002/g;

/**
 * Reads YAML 1.2 without aliases and tags, and fills every scalar: `${NAME}` from the environment, `${file:PATH}` with
 * the text of a file, without the line break at its end.
 */
export function readTree(text: string, outside: Outside): Tree {
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
  const masked = text.replace(
    /\$\{([A-Za-z_][A-Za-z0-9_]*|file:[^\s{}[\],'"]+)\}/g,
    `${dollar}${open}$1${close}`,
  );
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
  return { root: plain(document.contents, [], outside, refuse), problems };
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

function plain(node: Node | null, path: readonly PropertyKey[], outside: Outside, refuse: Refuse): unknown {
  if (node === null) return null;
  if (path.length > maxDepth) return refuse(path, `at most ${maxDepth} levels`, 'more');
  if (isAlias(node)) return refuse(path, 'a value of its own', 'a YAML alias, which is not supported');
  if (isSeq<Node | null>(node))
    return node.items.map((item, index) => plain(item, [...path, index], outside, refuse));
  if (isMap<Node, Node | null>(node)) {
    const map: Record<string, unknown> = Object.create(null);
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? unmasked(String(key.value)) : '';
      map[name] = plain(value, [...path, name], outside, refuse);
    }
    return map;
  }
  if (isScalar(node))
    return typeof node.value === 'string' ? filled(node.value, path, outside, refuse) : node.value;
  return refuse(path, 'a scalar, a list or a map', 'something else');
}

function filled(masked: string, path: readonly PropertyKey[], outside: Outside, refuse: Refuse): unknown {
  if (masked.includes('${')) {
    const expected = 'a name of letters, digits and underscores, or file: and a path, in the braces after $';
    return refuse(path, expected, 'another one');
  }
  const names = [...new Set([...masked.matchAll(reference)].map((match) => match[1] ?? ''))];
  if (names.length === 0) return masked;
  const values = new Map(names.map((name) => [name, fetched(name, outside)]));
  for (const value of values.values()) {
    if (typeof value !== 'string') refuse(path, value.expected, value.got);
  }
  const text = masked.replace(reference, (_, name: string) => {
    const value = values.get(name);
    return typeof value === 'string' ? value : '';
  });
  return new Environmental(text, names.map((name) => `\${${name}}`).join(' and '));
}

function fetched(name: string, outside: Outside): string | Omit<TreeProblem, 'path'> {
  if (!name.startsWith('file:')) {
    const set = Object.hasOwn(outside.env, name) ? outside.env[name] : undefined;
    return set ?? { expected: `the environment variable ${name} to be set`, got: 'nothing' };
  }
  const read = readText(name.slice('file:'.length), maxValueBytes, outside);
  return typeof read === 'string' ? read.replace(/\r?\n$/, '') : read;
}

function unmasked(text: string): string {
  return text.replace(reference, (_, name: string) => `\${${name}}`);
}
