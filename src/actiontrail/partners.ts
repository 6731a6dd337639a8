import { type Judgement, judgeName } from './secret-names.ts';

/** Pairs of which one half names what the other one holds: `Tag.1.Key` and `Tag.1.Value`, `name` and `value` … */
export interface Partners {
  /** Remembers `value` where `name` is the naming half of a pair. */
  note(name: string, value: string): void;
  /** What the naming half promises about the value that is called `name`; PLAIN where none was noted. */
  judge(name: string): Judgement;
}

export function createPartners(): Partners {
  const named = new Map<string, string>();
  return {
    note(name, value) {
      const half = halfOf(name);
      if (half === null || !namingWords.includes(half.word)) return;
      named.set(keyOf(half.group + half.index, half.word, half.prefix), value);
      if (generic.test(half.prefix)) named.set(keyOf(half.group + half.index, half.word, anyPrefix), value);
    },
    judge(name) {
      const half = named.size === 0 ? null : halfOf(name);
      if (half === null || namingWords.includes(half.word)) return 'PLAIN';
      // One key may have several values: `Filter.1.Key`, `Filter.1.Value.1`, `Filter.1.Value.2`.
      const groups = [half.group + half.index, half.group];
      for (const prefix of [half.prefix, anyPrefix]) {
        const names = groups.flatMap((group) =>
          namingWords.flatMap((word) => named.get(keyOf(group, word, prefix)) ?? []),
        );
        if (names.length > 0) return gravest(names.map(judgeName));
      }
      return 'PLAIN';
    },
  };
}

const namingWords = ['key', 'name'];
const anyPrefix = '*';
/** What names a value of any name: `AttributeName` beside `StringValue`. A `DomainName` beside a `Value` does not. */
const generic =
  /^$|(?:attribute|param|parameter|variable|env|property|option|field|header|setting|config|item|tag|label)$/;
const byGravity: readonly Judgement[] = ['SECRET', 'SECRETIVE', 'ACCESS_KEY', 'HARMLESS'];

function gravest(judgements: readonly Judgement[]): Judgement {
  return byGravity.find((judgement) => judgements.includes(judgement)) ?? 'PLAIN';
}

function keyOf(group: string, word: string, prefix: string): string {
  return `${group} ${word} ${prefix}`;
}

/** `Parameters.2.ParameterKey` is of the group `.Parameters.2`, `Tag.Value.1` of `.Tag` with the index `.1`. */
interface Half {
  readonly group: string;
  readonly index: string;
  readonly prefix: string;
  readonly word: string;
}

function halfOf(name: string): Half | null {
  const parts = name.split('.');
  const at = parts.findLastIndex((part) => /\D/.test(part));
  const last = (parts[at] ?? '').toLowerCase();
  const word = /(?:key|name|value|values|default)$/.exec(last)?.[0];
  if (word === undefined) return null;
  const pathOf = (some: readonly string[]) => some.map((part) => `.${part}`).join('');
  return {
    group: pathOf(parts.slice(0, at)),
    index: pathOf(parts.slice(at + 1)),
    prefix: last.slice(0, -word.length),
    word,
  };
}
