import type { ActionTrail, DeliveryJobList, EventLookUp, EventPage } from '../model/action-trail.ts';
import { deliveryJobsPerPage } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import { badUserInput, Fault } from '../model/fault.ts';
import type { Source } from '../model/source.ts';
import type { Action, CallAction } from './client.ts';
import { parseDeliveryJob } from './delivery-jobs.ts';
import type { Where } from './faults.ts';
import { isObject } from './json.ts';
import { eventPage, lookUpQuery } from './look-up.ts';
import { integerOf } from './raw.ts';

/** Far above any token seen (240 characters), and short enough to be sent back in a URL. */
const maxTokenLength = 4096;

/** Both are documented for a job that does not exist, the first one by mistake. */
const unknownJobCodes = new Set(['TrailNotFoundException', 'DeliveryHistoryJobNotFound']);

/** The port, spoken to ActionTrail itself: one call of a method is one call upstream. */
export function createWire(callAction: CallAction): ActionTrail {
  return {
    lookUpEvents: (lookUp, call) => lookUpEvents(callAction, lookUp, call),
    getDeliveryJob: (source, jobId, call) => getDeliveryJob(callAction, source, jobId, call),
    listDeliveryJobs: (source, pageNumber, call) => listDeliveryJobs(callAction, source, pageNumber, call),
  };
}

async function lookUpEvents(callAction: CallAction, lookUp: EventLookUp, call: Call): Promise<EventPage> {
  const { body, malformed } = await callAction(
    where(lookUp.source, 'LookupEvents'),
    lookUpQuery(lookUp),
    call,
  );
  if (!Array.isArray(body.Events) || !body.Events.every(isObject)) throw malformed();
  const token = tokenOf(body.NextToken);
  // A token that leads back to itself would page for ever.
  if (token === undefined || (token !== null && token === lookUp.from?.token)) throw malformed();
  return eventPage(body.Events, token, lookUp);
}

/** Null: there is no next page. Undefined: there is something that is no token, which must not pass for the end. */
function tokenOf(token: unknown): string | null | undefined {
  if (token === undefined || token === null || token === '') return null;
  // One published example has the token "2": such a one may come without quotes.
  if (Number.isSafeInteger(token)) return String(token);
  return typeof token === 'string' && token.length <= maxTokenLength ? token : undefined;
}

async function getDeliveryJob(
  callAction: CallAction,
  source: Source,
  jobId: string,
  call: Call,
): Promise<DeliveryJob | null> {
  if (!/^\d{1,19}$/.test(jobId)) throw badUserInput('Expected the number of a delivery job, in digits.');
  try {
    const query = { JobId: jobId };
    const { body, malformed } = await callAction(where(source, 'GetDeliveryHistoryJob'), query, call);
    const job = parseDeliveryJob(body, source);
    if (job === null || BigInt(job.jobId) !== BigInt(jobId)) throw malformed();
    return job;
  } catch (error) {
    if (error instanceof Fault && unknownJobCodes.has(error.detail.upstreamCode ?? '')) return null;
    throw error;
  }
}

async function listDeliveryJobs(
  callAction: CallAction,
  source: Source,
  pageNumber: number,
  call: Call,
): Promise<DeliveryJobList> {
  const query = { PageNumber: String(pageNumber), PageSize: String(deliveryJobsPerPage) };
  const { body, malformed } = await callAction(where(source, 'ListDeliveryHistoryJobs'), query, call);
  const totalCount = integerOf(body.TotalCount);
  if (!Array.isArray(body.DeliveryHistoryJobs) || totalCount === null || totalCount < 0) throw malformed();
  const jobs = body.DeliveryHistoryJobs.map((raw) => {
    const job = parseDeliveryJob(raw, source);
    if (job === null) throw malformed();
    return job;
  });
  return Object.freeze({ jobs: Object.freeze(jobs), totalCount });
}

function where({ account, region }: Source, action: Action): Where & { readonly action: Action } {
  return { account, region, action };
}
