import type { EmulatorAccount } from './accounts.ts';
import { behaviourRules } from './behaviour.ts';
import { documentedRates } from './rates.ts';

/** What of the options can be wrong. `EmulatorOptions` has this shape, and so has what a person may pass instead. */
interface Checked {
  readonly host?: string;
  readonly port?: number;
  readonly accounts?: number | readonly EmulatorAccount[];
  readonly regions?: readonly string[];
  readonly days?: number;
  readonly events?: number;
  readonly callsPerSecond?: number;
  readonly rates?: object;
  readonly visibilityDelaySeconds?: number;
  readonly behaviour?: object;
}

/** One line for each thing that is wrong: what was expected and what came. */
export function problemsWith(options: Checked): readonly string[] {
  const { accounts, behaviour = {}, rates = {}, regions } = options;
  return [
    // Node would listen on every address then.
    ...(options.host === '' ? ['host must be an address or a name, but is empty'] : []),
    ...wholeNumber('port', options.port, 0, 65_535),
    ...wholeNumber('days', options.days, 1, 90),
    ...wholeNumber('events', options.events, 0, 100_000_000),
    ...wholeNumber('visibilityDelaySeconds', options.visibilityDelaySeconds, 0, 86_400),
    ...problemsWithRate('callsPerSecond', options.callsPerSecond),
    ...Object.entries(rates).flatMap(([api, rate]) => problemsWithRate(`rates.${api}`, rate, api)),
    ...(typeof accounts === 'object'
      ? problemsWithAccounts(accounts)
      : wholeNumber('accounts', accounts, 1, 1000)),
    ...(regions === undefined ? [] : problemsWithRegions(regions)),
    ...Object.entries(behaviour).flatMap(([name, value]) => problemsWithSwitch(name, value)),
  ];
}

function wholeNumber(name: string, value: unknown, low: number, high: number): readonly string[] {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= low && Number(value) <= high))
    return [];
  const came = Number.isNaN(value) ? 'no number' : String(value);
  return [`${name} must be a whole number from ${low} to ${high}, but is ${came}`];
}

function problemsWithRate(name: string, rate: unknown, api = 'LookupEvents'): readonly string[] {
  const known = Object.keys(documentedRates);
  if (!known.includes(api)) return [`${name} is for none of the APIs, which are ${known.join(', ')}`];
  return rate === Infinity ? [] : wholeNumber(name, rate, 1, 1_000_000);
}

function problemsWithAccounts(accounts: readonly EmulatorAccount[]): readonly string[] {
  const wrong: string[] = [];
  if (accounts.length === 0) wrong.push('accounts must name at least one account, but the list is empty');
  for (const { id, accessKeyId, accessKeySecret } of accounts) {
    if (!/^\d{5,20}$/.test(id)) wrong.push(`accounts: an id must be 5 to 20 digits, but is "${id}"`);
    const isComplete = accessKeyId !== '' && accessKeySecret !== '';
    if (!isComplete) wrong.push(`accounts: account ${id} needs a key id and a secret`);
  }
  for (const field of ['id', 'accessKeyId'] as const) {
    const values = accounts.map((account) => account[field]);
    if (new Set(values).size !== values.length) wrong.push(`accounts: two of them have the same ${field}`);
  }
  return wrong;
}

function problemsWithRegions(regions: readonly string[]): readonly string[] {
  const areFine = regions.length > 0 && new Set(regions).size === regions.length && regions.every(isRegion);
  if (areFine) return [];
  return [`regions must be one or more different names such as cn-hangzhou, but are "${regions.join(', ')}"`];
}

function isRegion(name: string): boolean {
  return /^[a-z]{2}-[a-z0-9-]{1,40}$/.test(name);
}

function problemsWithSwitch(name: string, value: unknown): readonly string[] {
  const rule = Object.entries(behaviourRules).find(([known]) => known === name)?.[1];
  if (rule === undefined) {
    return [`behaviour has no switch "${name}"; it has ${Object.keys(behaviourRules).join(', ')}`];
  }
  const [expected, isValid] = rule;
  return isValid(value) ? [] : [`behaviour.${name} must be ${expected}, but is ${String(value)}`];
}
