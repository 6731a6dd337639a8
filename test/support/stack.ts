import { breaker, coalesced, quota, remembered, retried, split } from '../../src/actiontrail/index.ts';
import type { QuotaRule } from '../../src/model/account.ts';
import type { ActionTrail } from '../../src/model/action-trail.ts';
import type { Clock } from '../../src/model/clock.ts';

export const twoASecond: QuotaRule = { callsPerSecond: 2, scope: 'account', reserve: 0, replicas: 1 };

/** The layers as `main` joins them, without the wire. */
export function stackOn(
  upstream: ActionTrail,
  clock: Clock,
  { rule = twoASecond, random = () => 0.5, maxBytes = 1e7 } = {},
): ActionTrail {
  const observer = { log: () => undefined };
  const guarded = breaker({ clock })(quota({ ...rule, clock })(upstream));
  const shared = coalesced({ clock })(retried({ clock, observer, random })(guarded));
  return split()(remembered({ clock, settleDelaySeconds: 900, maxBytes, movingEdgeMs: 5000 })(shared));
}
