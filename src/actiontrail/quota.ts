import type { ActionTrail } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import type { Source } from '../model/source.ts';
import { type Gate, openGate } from './gate.ts';

/** Flow control of the job operations, per account (OpenAPI metadata, 2025-12). */
const jobCallsPerSecond = 10;

/**
 * A layer: keeps each account below the rates that ActionTrail allows it, each operation apart. Counted by account id:
 * two names of one account share what it has.
 */
export function quota({ callsPerSecond, clock }: { readonly callsPerSecond: number; readonly clock: Clock }) {
  if (!(callsPerSecond > 0)) {
    throw new Error(`quota.callsPerSecond: expected a number above 0, got ${callsPerSecond}.`);
  }
  const lookUps = gatePerAccount(callsPerSecond, clock);
  const gets = gatePerAccount(jobCallsPerSecond, clock);
  const lists = gatePerAccount(jobCallsPerSecond, clock);
  return (next: ActionTrail): ActionTrail => ({
    async lookUpEvents(lookUp, call) {
      await lookUps(lookUp.source).enter(call, lookUp.source.account);
      return next.lookUpEvents(lookUp, call);
    },
    async getDeliveryJob(source, jobId, call) {
      await gets(source).enter(call, source.account);
      return next.getDeliveryJob(source, jobId, call);
    },
    async listDeliveryJobs(source, pageNumber, call) {
      await lists(source).enter(call, source.account);
      return next.listDeliveryJobs(source, pageNumber, call);
    },
  });
}

function gatePerAccount(callsPerSecond: number, clock: Clock): (source: Source) => Gate {
  const gates = new Map<string, Gate>();
  // The process that ran before this one may have called a moment ago: a restart must not add a call.
  const startedAt = clock.elapsed();
  return ({ accountId }) => {
    const gate = gates.get(accountId) ?? openGate(callsPerSecond, clock, startedAt);
    gates.set(accountId, gate);
    return gate;
  };
}
