import { Environmental } from './tree.ts';

/** One thing that is wrong with the configuration. */
export interface Problem {
  /** Where: `accounts[0].regions[1]`. Empty for the file as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** Everything that is wrong, at once: one line each, and never the value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(where: string, problems: readonly Problem[]) {
    const all = [...new Set(problems.map(line))];
    const lines = all.slice(0, maxLines);
    const rest = all.length > maxLines ? [`  … and ${all.length - maxLines} more`] : [];
    super([`Cannot start: ${where}`, ...lines, ...rest].join('\n'));
    this.problems = problems;
  }
}

const maxLines = 50;

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`,
    '',
  );
}

/** What came, told without giving away a secret: values from the environment and below secret keys stay unseen. */
export function describe(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (value instanceof Environmental) return `${textOf(value.text)} from ${value.names}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const kind = typeof value === 'bigint' ? 'number' : typeof value;
  const isSecret = path.some((key) => secretKeys.has(key)) && !isTypeWord(value, path);
  if (isSecret) return typeof value === 'string' ? textOf(value) : `a ${kind}`;
  if (typeof value !== 'string') return `the ${kind} ${value}`;
  return mayHoldSecret(value) ? textOf(value) : JSON.stringify(shortened(value));
}

const secretKeys: ReadonlySet<PropertyKey> = new Set(['credentials', 'cursors', 'pepper', 'hash']);

/** The word after `type:` is worth showing; what was pasted there by mistake is not. */
function isTypeWord(value: unknown, path: readonly PropertyKey[]): boolean {
  return path.at(-1) === 'type' && typeof value === 'string' && /^[a-z_-]{1,20}$/i.test(value);
}

/** The known word that was probably meant, as a half sentence; empty when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((near) => near.distance <= Math.max(1, Math.floor(near.candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best === undefined ? '' : `, did you mean ${JSON.stringify(best.candidate)}?`;
}

function line({ path, expected, got }: Problem): string {
  return `  ${path === '' ? '' : `${path}: `}expected ${expected}, got ${got}`;
}

function textOf(text: string): string {
  return text === '' ? 'an empty text' : `a text of ${text.length} characters`;
}

/** A URL with a user or a query, or a pair of key and secret: names and numbers have neither. */
function mayHoldSecret(text: string): boolean {
  return /[@?=]/.test(text) || (text.includes(':') && !/^https?:\/\/[^/]*\/?$/.test(text));
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** How many letters to add, drop, replace or swap with their neighbour. For words that are short by nature. */
function distance(left: string, right: string): number {
  const [a, b] = [left.slice(0, 64), right];
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(replaced, at(i - 1, j) + 1, at(i, j - 1) + 1, isSwap ? at(i - 2, j - 2) + 1 : replaced),
      );
    }
  }
  return at(a.length, b.length);
}
