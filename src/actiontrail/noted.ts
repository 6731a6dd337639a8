import type { ActionTrail } from '../model/action-trail.ts';

/** A layer, the outermost: notes which sources a request asked, also where memory answers. */
export function noted(next: ActionTrail): ActionTrail {
  return {
    lookUpEvents(lookUp, call) {
      call.tally.noteSource(lookUp.source);
      return next.lookUpEvents(lookUp, call);
    },
    getDeliveryJob(source, jobId, call) {
      call.tally.noteSource(source);
      return next.getDeliveryJob(source, jobId, call);
    },
    listDeliveryJobs(source, pageNumber, call) {
      call.tally.noteSource(source);
      return next.listDeliveryJobs(source, pageNumber, call);
    },
  };
}
