import type { ActionTrail } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { type Gate, openGate } from './gate.ts';

/** Flow control of the job operations, per account (OpenAPI metadata, 2025-12). */
const jobCallsPerSecond = 10;

/** A layer: keeps each account below the rates that ActionTrail allows it, LookupEvents and the job operations apart. */
export function quota({ callsPerSecond, clock }: { readonly callsPerSecond: number; readonly clock: Clock }) {
  if (!(callsPerSecond > 0)) {
    throw new Error(`quota.callsPerSecond: expected a number above 0, got ${callsPerSecond}.`);
  }
  const lookUps = gatePerAccount(callsPerSecond, clock);
  const gets = gatePerAccount(jobCallsPerSecond, clock);
  const lists = gatePerAccount(jobCallsPerSecond, clock);
  return (next: ActionTrail): ActionTrail => ({
    async lookUpEvents(lookUp, call) {
      const { account } = lookUp.source;
      await lookUps(account).enter(call, account);
      return next.lookUpEvents(lookUp, call);
    },
    async getDeliveryJob(source, jobId, call) {
      await gets(source.account).enter(call, source.account);
      return next.getDeliveryJob(source, jobId, call);
    },
    async listDeliveryJobs(source, pageNumber, call) {
      await lists(source.account).enter(call, source.account);
      return next.listDeliveryJobs(source, pageNumber, call);
    },
  });
}

function gatePerAccount(callsPerSecond: number, clock: Clock): (account: string) => Gate {
  const gates = new Map<string, Gate>();
  return (account) => {
    const gate = gates.get(account) ?? openGate(callsPerSecond, clock);
    gates.set(account, gate);
    return gate;
  };
}
