import type { AccountConfig, QuotaRule } from '../model/account.ts';
import type { Problem } from './problems.ts';
import { atLeastZero, integer, oneOf, positive } from './values.ts';

/** Without defaults: what an account leaves out is as in the common section. */
export const quotaShape = {
  callsPerSecond: positive(100).exactOptional(),
  scope: oneOf(['account', 'region']).exactOptional(),
  reserve: atLeastZero(100).exactOptional(),
  replicas: integer(1, 1000).exactOptional(),
};

export const defaultQuota: QuotaRule = { callsPerSecond: 2, scope: 'account', reserve: 0, replicas: 1 };

/** Who leaves the whole rate to the console has nothing to answer with. */
export function reservedWhole(
  quota: QuotaRule,
  accounts: readonly AccountConfig[] | 'emulator' | undefined,
): Problem[] {
  const named = typeof accounts === 'object' ? accounts : [];
  const rules: (readonly [path: string, rule: QuotaRule])[] = [
    ['quota.reserve', quota],
    ...named.flatMap((account, index): [string, QuotaRule][] =>
      account.quota === undefined
        ? []
        : [[`accounts[${index}].quota.reserve`, { ...quota, ...account.quota }]],
    ),
  ];
  return rules
    .filter(([, { reserve, callsPerSecond }]) => reserve >= callsPerSecond)
    .map(([path, { reserve, callsPerSecond }]) => ({
      path,
      expected: `calls per second below callsPerSecond, which is ${callsPerSecond}`,
      got: `the number ${reserve}`,
    }));
}
