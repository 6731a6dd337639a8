import { onTestFinished } from 'vitest';
import { openWire, type Wire, type WireOptions } from '../../../src/actiontrail/index.ts';
import type { AccountConfig } from '../../../src/model/account.ts';
import type { EventLookUp } from '../../../src/model/action-trail.ts';
import type { Clock } from '../../../src/model/clock.ts';
import { Fault } from '../../../src/model/fault.ts';
import { silent } from '../../../src/model/observer.ts';
import type { Source } from '../../../src/model/source.ts';
import { parseInstant } from '../../../src/model/time.ts';
import { granted } from '../../support/call.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';

export const accountId = '1000000000000001';

export const source: Source = {
  id: 'source',
  account: 'main',
  accountId,
  region: 'cn-hangzhou',
  isEmulated: false,
};

export function accountAt(endpoint: string, overrides: Partial<AccountConfig> = {}): AccountConfig {
  return {
    name: 'main',
    id: accountId,
    regions: ['cn-hangzhou'],
    endpoint,
    credentials: { type: 'static', accessKeyId: 'LTAI-test', accessKeySecret: 'canary-secret' },
    isEmulated: false,
    ...overrides,
  };
}

/** A wire to one server, with a clock that stands at the given instant. It ends with the test. */
export function wireTo(
  endpoint: string,
  options: Partial<WireOptions> = {},
): Wire & { readonly clock: FakeClock } {
  const clock = fakeClock('2026-11-20T12:00:00Z');
  const wire = openWire({
    accounts: [accountAt(endpoint)],
    clock: options.clock ?? (clock as Clock),
    observer: silent,
    newNonce: nonces(),
    ...options,
  });
  onTestFinished(() => wire.close());
  return { ...wire, clock };
}

export function nonces(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `nonce-${count}`;
  };
}

export const second = (time: string): number => (parseInstant(time) ?? Number.NaN) / 1000;

/** All events of 2026-11-20 in UTC, newest first, from the edge. */
export function lookUpOf(overrides: Partial<EventLookUp> = {}): EventLookUp {
  return granted({
    source,
    window: { start: second('2026-11-20T00:00:00Z'), end: second('2026-11-21T00:00:00Z') },
    order: 'NEWEST_FIRST',
    conditions: [],
    from: null,
    ...overrides,
  });
}

/** The fault with which a promise rejects; everything else fails the test. */
export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    (value) => new Error(`Expected a fault, got ${JSON.stringify(value)}.`),
    (reason: unknown) => reason,
  );
  if (error instanceof Fault) return error;
  throw error;
}

/** All that a log or an answer could show of an error: message, stack, fields and the causes below. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const fields = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return [error.message, error.stack, fields, everythingIn(error.cause)].join('\n');
}
