import { Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';

const { maxVariableDepth, maxVariableValues } = limits;

/** Throws LIMIT_EXCEEDED where JSON is deeper or larger than any question needs. Iterative: no depth overflows it. */
export function expectBounded(name: string, value: unknown): void {
  const open: (readonly [value: object, depth: number])[] = [];
  let values = 0;
  const meet = (one: unknown, depth: number) => {
    values += 1;
    if (values > maxVariableValues) tooMuch(name, `${maxVariableValues} values`);
    if (typeof one !== 'object' || one === null) return;
    if (depth > maxVariableDepth) tooMuch(name, `${maxVariableDepth} levels of lists and objects`);
    open.push([one, depth]);
  };
  meet(value, 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [holder, depth] = next;
    for (const part of Object.values(holder)) meet(part, depth + 1);
  }
}

function tooMuch(name: string, allowed: string): never {
  throw new Fault('LIMIT_EXCEEDED', `Expected at most ${allowed} in \`${name}\`, got more. Ask for less.`);
}
