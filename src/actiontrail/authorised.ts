import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import type { Source } from '../model/source.ts';
import type { CredentialSource } from './credentials.ts';
import { withinDeadline } from './deadline.ts';

interface Parts {
  readonly credentialsOf: (account: string) => CredentialSource;
  readonly clock: Clock;
}

/**
 * A layer, outside of the quota: waits for credentials before a turn is asked for. Calls that had their turns and then
 * waited for the same refresh would leave together, and an account without credentials would use up turns.
 */
export function authorised({ credentialsOf, clock }: Parts) {
  const wait = async (source: Source, call: Call): Promise<void> => {
    const credentials = credentialsOf(source.account);
    if (credentials.atHand() !== null) return;
    const where = { account: source.account, region: source.region };
    await withinDeadline({ call, clock, limitMs: Number.POSITIVE_INFINITY, where }, () =>
      credentials.getCredential(),
    );
  };
  return (next: ActionTrail): ActionTrail => ({
    async lookUpEvents(lookUp, call) {
      await wait(lookUp.source, call);
      return next.lookUpEvents(lookUp, call);
    },
    async getDeliveryJob(source, jobId, call) {
      await wait(source, call);
      return next.getDeliveryJob(source, jobId, call);
    },
    async listDeliveryJobs(source, pageNumber, call) {
      await wait(source, call);
      return next.listDeliveryJobs(source, pageNumber, call);
    },
  });
}
