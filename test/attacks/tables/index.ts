import type { AttackClass } from '../support/attack.ts';
import { argumentsOfFields } from './arguments.ts';
import { bodies } from './bodies.ts';
import { documents } from './documents.ts';
import { http } from './http.ts';
import { rights } from './rights.ts';
import { secrets } from './secrets.ts';

/** The classes that are tables of payloads. */
export const classes: readonly AttackClass[] = [
  ...documents,
  ...bodies,
  ...http,
  ...argumentsOfFields,
  ...secrets,
  ...rights,
];

/** The classes that take more than a payload: by number, the tests that answer them. */
export const elsewhere: Readonly<Record<number, readonly string[]>> = {
  20: ['test/faults/matrix.test.ts', 'test/actiontrail/faults.test.ts'],
  21: ['test/server/slow.deep.test.ts'],
  22: ['test/server/slow.deep.test.ts'],
  23: ['test/server/sockets.test.ts'],
  24: ['test/server/sockets.test.ts', 'test/server/slow.deep.test.ts'],
  29: ['test/attacks/patterns.deep.test.ts'],
  32: ['test/search/cursor.test.ts'],
  34: ['test/graphql/rights.test.ts'],
  35: ['test/attacks/weight.deep.test.ts'],
  38: ['test/graphql/rights.test.ts', 'test/keys.test.ts'],
  40: ['test/actiontrail/redact.test.ts', 'test/actiontrail/redact.property.test.ts'],
  41: ['test/actiontrail/wire.test.ts'],
  42: ['test/server/tokens.test.ts', 'test/server/key-set.test.ts'],
};
