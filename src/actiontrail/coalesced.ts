import type { ActionTrail, DeliveryJobList, EventPage } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import { openFlights } from './flights.ts';
import { lookUpKey, sourceKey } from './question-key.ts';

/**
 * A layer, outside of retries: identical questions at one time are one call, whoever asks. The call has the latest
 * deadline and the best class of those who wait; who leaves does not stop the others.
 */
export function coalesced({ clock }: { readonly clock: Clock }) {
  const pages = openFlights<EventPage>(clock);
  const jobs = openFlights<DeliveryJob | null>(clock);
  const lists = openFlights<DeliveryJobList>(clock);
  return (next: ActionTrail): ActionTrail => ({
    lookUpEvents: (lookUp, call) =>
      pages.join(lookUpKey(lookUp), call, where(lookUp.source), (shared) =>
        next.lookUpEvents(lookUp, shared),
      ),
    getDeliveryJob: (source, jobId, call) =>
      jobs.join(`${sourceKey(source)} ${jobId}`, call, where(source), (shared) =>
        next.getDeliveryJob(source, jobId, shared),
      ),
    listDeliveryJobs: (source, pageNumber, call) =>
      lists.join(`${sourceKey(source)} ${pageNumber}`, call, where(source), (shared) =>
        next.listDeliveryJobs(source, pageNumber, shared),
      ),
  });
}

function where({ account, region }: { readonly account: string; readonly region: string }) {
  return { account, region };
}
