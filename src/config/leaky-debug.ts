import type { Problem } from './problems.ts';

/** What prints credentials when it is switched on: headers and bodies of signed calls, and what was signed. */
const leaky: readonly {
  readonly variable: string;
  readonly of: string;
  readonly names: readonly string[];
}[] = [
  { variable: 'DEBUG', of: 'httpx and @alicloud/credentials', names: ['httpx:header', 'httpx:body', 'sign'] },
  { variable: 'NODE_DEBUG', of: 'node:http', names: ['net'] },
];

/** Refuses to run where the environment makes a library print keys. Names the variable, not its value. */
export function leakyDebug(env: Readonly<Record<string, string | undefined>>): Problem[] {
  return leaky.flatMap(({ variable, of, names }) => {
    const patterns = (env[variable] ?? '').toLowerCase().split(/[\s,]+/);
    const skipped = variable === 'DEBUG' ? patterns.filter((one) => one.startsWith('-')) : [];
    const isSkipped = (name: string) => skipped.some((one) => matches(name, one.slice(1)));
    const met = names.filter((name) => !isSkipped(name) && patterns.some((one) => matches(name, one)));
    if (met.length === 0) return [];
    const expected = `the environment variable to leave out ${names.join(', ')}: ${of} would print credentials`;
    return [{ path: variable, expected, got: `a value that switches on ${met.join(', ')}` }];
  });
}

/** As Node and the package `debug` read it: `*` stands for anything. A `-` in front takes away, for `debug` alone. */
function matches(name: string, pattern: string): boolean {
  const escaped = pattern.replace(/[^a-z0-9*]/g, '\\$&').replaceAll(/\*+/g, '.*');
  return pattern !== '' && new RegExp(`^${escaped}$`).test(name);
}
