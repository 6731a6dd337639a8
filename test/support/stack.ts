import { stackOf } from '../../src/gateway.ts';
import type { QuotaRule } from '../../src/model/account.ts';
import type { ActionTrail } from '../../src/model/action-trail.ts';
import type { Clock } from '../../src/model/clock.ts';

export const twoASecond: QuotaRule = { callsPerSecond: 2, scope: 'account', reserve: 0, replicas: 1 };

/** The layers as `gateway` joins them, on an upstream that needs no credentials. */
export function stackOn(
  upstream: ActionTrail,
  clock: Clock,
  { rule = twoASecond, random = (): number => 0.5, maxBytes = 1e7, movingEdgeMs = 5000 } = {},
): ActionTrail {
  const credential = { accessKeyId: 'a', accessKeySecret: 's', type: 'access_key', providerName: 'test' };
  const wire = {
    actionTrail: upstream,
    credentialsOf: () => ({ atHand: () => null, getCredential: async () => credential }),
  };
  const { actionTrail } = stackOf(wire, {
    accounts: [],
    quota: rule,
    memory: { maxBytes, movingEdgeMs },
    search: { settleDelaySeconds: 900, maxUpstreamCalls: 40, maxWaitMs: 30_000 },
    clock,
    observer: silent,
    random,
  });
  return actionTrail;
}

import { silent } from '../../src/model/observer.ts';
