import type { ActionTrail } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import type { Source } from '../model/source.ts';
import { type Circuit, type CircuitState, type Outcome, openCircuit } from './circuit.ts';
import { sourceKey } from './question-key.ts';

export interface CircuitReport {
  readonly state: CircuitState;
  /** Of the calls of the last half minute, 0 to 1. */
  readonly failureShare: number;
}

/**
 * A layer, outside of the quota: a source that fails is left alone for a while, so that nobody waits for it in line.
 * Throttling and refusals are answers: they have their own remedies, and do not count.
 */
export function breaker({ clock }: { readonly clock: Clock }) {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (source: Source): Circuit => {
    const key = sourceKey(source);
    const circuit = circuits.get(key) ?? openCircuit(clock);
    circuits.set(key, circuit);
    return circuit;
  };
  const layer = (next: ActionTrail): ActionTrail => ({
    lookUpEvents: (lookUp, call) =>
      guarded(circuitOf(lookUp.source), lookUp.source, () => next.lookUpEvents(lookUp, call)),
    getDeliveryJob: (source, jobId, call) =>
      guarded(circuitOf(source), source, () => next.getDeliveryJob(source, jobId, call)),
    listDeliveryJobs: (source, pageNumber, call) =>
      guarded(circuitOf(source), source, () => next.listDeliveryJobs(source, pageNumber, call)),
  });
  const stateOf = (source: Source): CircuitReport => {
    const { state, failureShare } = circuitOf(source);
    return { state, failureShare };
  };
  return Object.assign(layer, { stateOf });
}

async function guarded<Result>(
  circuit: Circuit,
  source: Source,
  send: () => Promise<Result>,
): Promise<Result> {
  const admission = circuit.admit();
  if ('retryAfterMs' in admission) throw circuitOpen(source, admission.retryAfterMs);
  try {
    const result = await send();
    admission.end('answered');
    return result;
  } catch (error) {
    admission.end(outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Fault)) return 'unknown';
  const { code, detail } = error;
  // A repeated nonce is refused with a 400: the service is there.
  if (detail.upstreamCode?.startsWith('SignatureNonceUsed')) return 'ignored';
  if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT' || code === 'UPSTREAM_MALFORMED')
    return 'failed';
  const isAnswer = code === 'UPSTREAM_THROTTLED' || code === 'UPSTREAM_REJECTED' || isRefusedAccess(error);
  return isAnswer ? 'ignored' : 'unknown';
}

/** By ActionTrail, that is: where credentials cannot be had, nothing was asked. */
function isRefusedAccess({ code, detail }: Fault): boolean {
  return code === 'UPSTREAM_UNAUTHORIZED' && detail.upstreamRequestId !== undefined;
}

function circuitOpen({ account, region }: Source, retryAfterMs: number): Fault {
  const message =
    `ActionTrail is not available. It failed too often for account ${JSON.stringify(account)} in ${region}, ` +
    `and is asked again in ${retryAfterMs} ms.`;
  return new Fault('UPSTREAM_UNAVAILABLE', message, { account, region, retryAfterMs });
}
