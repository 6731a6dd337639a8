import { memberAt } from '../model/json.ts';
import { type Problem, pathText } from './problems.ts';
import { Environmental } from './tree.ts';

/** Accounts and regions that come twice. Found in the tree, so that they are told together with everything else. */
export function repetitions(tree: unknown): Problem[] {
  const accounts = memberAt(tree, ['accounts']);
  if (!Array.isArray(accounts)) return [];
  const valuesOf = (path: readonly PropertyKey[]) => [pathText(path), memberAt(tree, path)] as const;
  return [
    ...repeated(accounts.map((_, index) => valuesOf(['accounts', index, 'name']))),
    ...repeated(accounts.map((_, index) => valuesOf(['accounts', index, 'id']))),
    ...accounts.flatMap((account, index) => {
      const regions = memberAt(account, ['regions']);
      if (!Array.isArray(regions)) return [];
      return repeated(regions.map((_, place) => valuesOf(['accounts', index, 'regions', place])));
    }),
  ];
}

/** The texts of a list that one before them is equal to. */
export function repeated(values: readonly (readonly [path: string, value: unknown])[]): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [path, value] of values) {
    const text = value instanceof Environmental ? value.text : value;
    if (typeof text !== 'string') continue;
    const earlier = seen.get(text);
    if (earlier === undefined) seen.set(text, path);
    else problems.push({ path, expected: 'a value of its own', got: `the same as ${earlier}` });
  }
  return problems;
}
