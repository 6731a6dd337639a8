import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import { withSpan } from '../model/part-of-call.ts';
import type { Source } from '../model/source.ts';

/** A layer, the outermost of this room: notes which sources a request asked, also where memory answers, and begins their spans. */
export function noted(next: ActionTrail): ActionTrail {
  return {
    lookUpEvents: (lookUp, call) =>
      note('LookupEvents', lookUp.source, call, (own) => next.lookUpEvents(lookUp, own)),
    getDeliveryJob: (source, jobId, call) =>
      note('GetDeliveryHistoryJob', source, call, (own) => next.getDeliveryJob(source, jobId, own)),
    listDeliveryJobs: (source, pageNumber, call) =>
      note('ListDeliveryHistoryJobs', source, call, (own) => next.listDeliveryJobs(source, pageNumber, own)),
  };
}

async function note<Result>(
  api: string,
  source: Source,
  call: Call,
  ask: (call: Call) => Promise<Result>,
): Promise<Result> {
  call.tally.noteSource(source);
  const { account, region } = source;
  const span = call.span?.begin('look-up', { api, account, region });
  try {
    return await ask(withSpan(call, span));
  } finally {
    span?.end();
  }
}
