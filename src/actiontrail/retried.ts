import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, type FaultCode } from '../model/fault.ts';
import type { Observer } from '../model/observer.ts';
import { withOwnTally } from '../model/part-of-call.ts';
import type { Source } from '../model/source.ts';
import { openRetryBudget, type RetryBudget } from './retry-budget.ts';
import { ConnectionError } from './transport.ts';

/** How often the same question is asked again after a fault. What is not listed is not: it would fail again. */
const retriesAfter: Partial<Record<FaultCode, number>> = {
  UPSTREAM_THROTTLED: 2,
  UPSTREAM_UNAVAILABLE: 2,
  UPSTREAM_TIMEOUT: 1,
  UPSTREAM_MALFORMED: 1,
};

/** Pauses grow and scatter (decorrelated jitter): those who failed together must not come back together. */
const shortestPauseMs = 600;
const longestPauseMs = 5000;

interface Parts {
  readonly clock: Clock;
  readonly observer: Observer;
  /** From 0 to less than 1. */
  readonly random: () => number;
}

/**
 * A layer, outside of the quota: asks again after faults that pass. All that is asked upstream is a read, so that twice
 * is harmless; but each retry pays quota like any call, and a budget keeps them few when everything fails.
 */
export function retried(parts: Parts) {
  const budgets = new Map<string, RetryBudget>();
  const budgetOf = ({ accountId }: Source): RetryBudget => {
    const budget = budgets.get(accountId) ?? openRetryBudget(parts.clock);
    budgets.set(accountId, budget);
    return budget;
  };
  const persist = <Result>(source: Source, call: Call, send: (call: Call) => Promise<Result>) =>
    untilAnswered(parts, budgetOf(source), call, send);
  return (next: ActionTrail): ActionTrail => ({
    lookUpEvents: (lookUp, call) => persist(lookUp.source, call, (own) => next.lookUpEvents(lookUp, own)),
    getDeliveryJob: (source, jobId, call) =>
      persist(source, call, (own) => next.getDeliveryJob(source, jobId, own)),
    listDeliveryJobs: (source, pageNumber, call) =>
      persist(source, call, (own) => next.listDeliveryJobs(source, pageNumber, own)),
  });
}

async function untilAnswered<Result>(
  { clock, observer, random }: Parts,
  budget: RetryBudget,
  call: Call,
  send: (call: Call) => Promise<Result>,
): Promise<Result> {
  budget.asked();
  let earlier: Fault | null = null;
  let pauseMs = shortestPauseMs;
  for (let retries = 0; ; retries += 1) {
    const own = withOwnTally(call);
    try {
      return await send(own);
    } catch (error) {
      // What was refused here, by the line or by the circuit, says less than the fault because of which it was tried.
      if (!(error instanceof Fault) || call.signal.aborted) throw error;
      if (own.tally.upstreamCalls === 0) throw earlier ?? error;
      if (isTlsFailure(error)) observer.log('error', 'the connection is not safe', detailOf(error));
      if (retries >= retriesFor(error)) throw error;
      pauseMs = Math.min(longestPauseMs, shortestPauseMs + random() * (pauseMs * 3 - shortestPauseMs));
      const waitMs = isStaleConnection(error) ? 0 : Math.max(pauseMs, error.detail.retryAfterMs ?? 0);
      if (clock.elapsed() + waitMs >= call.deadline || !budget.take()) throw error;
      earlier = error;
      if (waitMs > 0) await clock.sleep(waitMs, call.signal);
    }
  }
}

function retriesFor(fault: Fault): number {
  return isTlsFailure(fault) ? 0 : (retriesAfter[fault.code] ?? 0);
}

/** A server that shows the wrong certificate is not asked again: either we are misled, or somebody has to act. */
function isTlsFailure(fault: Fault): boolean {
  return /CERT|^ERR_TLS|^ERR_SSL|^EPROTO|^UNABLE_TO_|^HOSTNAME_MISMATCH/.test(connectionCodeOf(fault));
}

/** A connection that lay idle was closed by the other side when we reached for it: nothing is overloaded. */
function isStaleConnection(fault: Fault): boolean {
  return /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(connectionCodeOf(fault));
}

function connectionCodeOf({ cause }: Fault): string {
  return cause instanceof ConnectionError ? cause.code : '';
}

function detailOf(fault: Fault) {
  const { account, region } = fault.detail;
  return { account, region, connection: connectionCodeOf(fault) };
}
