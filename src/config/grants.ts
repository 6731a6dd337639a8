import { z } from 'zod';
import type { AccountConfig } from '../model/account.ts';
import { allScopes, type Grant, grantOf, type Scope } from '../model/grant.ts';
import { limits } from '../model/limits.ts';
import type { Redaction } from '../model/redaction.ts';
import type { Problem } from './problems.ts';
import { Environmental } from './tree.ts';
import { duration, list, map, name, oneOf } from './values.ts';

const word = name();

export const writtenGrant = map({
  accounts: list(word, 'a list of at least one account').exactOptional(),
  regions: list(word, 'a list of at least one region').exactOptional(),
  services: list(word, 'a list of at least one service').exactOptional(),
  past: duration('PT1M', 'P90D').exactOptional(),
  scopes: list(oneOf(allScopes), 'a list of at least one scope').exactOptional(),
  redaction: word.exactOptional(),
});

/** A grant by name, or what it says itself. Which of the two was meant is seen before reading it. */
export const grantReference = z.unknown().transform((input, context): GrantReference => {
  const isMap = typeof input === 'object' && input !== null && !(input instanceof Environmental);
  const read = (isMap ? writtenGrant : word).safeParse(input);
  if (read.success) return read.data;
  for (const issue of read.error.issues) context.issues.push({ ...issue, input } as never);
  return z.NEVER;
});

export type WrittenGrant = z.output<typeof writtenGrant>;
export type GrantReference = WrittenGrant | string;

/** What names in a grant may stand for. */
export interface ConfiguredNames {
  readonly accounts?: readonly AccountConfig[] | 'emulator' | undefined;
  readonly levels: ReadonlyMap<string, Redaction>;
}

/** Reading alone: `audit:raw` and `introspect` have to be asked for. */
const defaultScopes: readonly Scope[] = ['audit:read', 'jobs:read'];

export function grantFrom(one: WrittenGrant, levels: ReadonlyMap<string, Redaction>): Grant {
  const {
    accounts = null,
    regions = null,
    services = null,
    past = null,
    scopes = defaultScopes,
    redaction,
  } = one;
  const level = redaction === undefined ? null : (levels.get(redaction) ?? null);
  return grantOf({ accounts, regions, services, pastSeconds: past, scopes, redaction: level });
}

/** A name that is misspelt would silently grant nothing, or hide nothing. */
export function unknownIn(
  { accounts = [], regions = [], services = [], redaction }: WrittenGrant,
  path: string,
  around: ConfiguredNames,
): Problem[] {
  const configured = typeof around.accounts === 'object' ? around.accounts : [];
  const isOpen = configured.length === 0;
  const known = {
    accounts: isOpen ? accounts : configured.map(({ name }) => name),
    regions: isOpen ? regions : [...new Set(configured.flatMap((one) => one.regions))],
    redaction: [...around.levels.keys()],
  };
  const asked = { accounts, regions, redaction: redaction === undefined ? [] : [redaction] };
  const unknown = (['accounts', 'regions', 'redaction'] as const).flatMap((kind) =>
    asked[kind]
      .filter((name) => !known[kind].includes(name))
      .map((name) => ({
        path: `${path}.${kind}`,
        expected: `something configured (${known[kind].join(', ') || 'nothing is'})`,
        got: JSON.stringify(name),
      })),
  );
  const isLong = services.length > limits.maxMatchValues;
  const long = {
    path: `${path}.services`,
    expected: `at most ${limits.maxMatchValues}`,
    got: `${services.length}`,
  };
  return isLong ? [...unknown, long] : unknown;
}
