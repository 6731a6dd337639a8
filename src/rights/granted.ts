import type { ActionTrail, EventLookUp, EventPage } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import type { AuditEvent } from '../model/event.ts';
import { Fault } from '../model/fault.ts';
import { type Grant, maySee, mayUse } from '../model/grant.ts';
import { earliestGranted } from '../model/retention.ts';
import type { Source } from '../model/source.ts';
import { viewOf } from './view.ts';

/**
 * The outermost layer: whoever asks gets what the grant of the call allows, whatever was remembered or asked together
 * with others. Nobody above has another way to ActionTrail, so nothing that is counted, learned or paged there has seen
 * more. A job of a source that is not granted does not exist, and costs no call.
 */
export function granted(next: ActionTrail): ActionTrail {
  return {
    async lookUpEvents(lookUp, call) {
      expectGranted(lookUp, call);
      return seenBy(call.grant, await next.lookUpEvents(lookUp, call));
    },
    async getDeliveryJob(source, jobId, call) {
      if (!mayReadJobs(source, call)) return null;
      const job = await next.getDeliveryJob(source, jobId, call);
      return job && jobSeenBy(call.grant, job);
    },
    async listDeliveryJobs(source, pageNumber, call) {
      if (!mayReadJobs(source, call)) return noJobs;
      const list = await next.listDeliveryJobs(source, pageNumber, call);
      const jobs = list.jobs.map((job) => jobSeenBy(call.grant, job));
      return { ...list, jobs };
    },
  };
}

const noJobs = Object.freeze({ jobs: Object.freeze([]), totalCount: 0 });

/** `eventLookUp` has made sure of it; should somebody get around that, this is where it ends. */
function expectGranted({ source, window }: EventLookUp, { grant, nowMs }: Call): void {
  const isGranted = mayUse(grant, 'audit:read') && maySee(grant, source);
  if (isGranted && (window.start >= earliestGranted(grant, nowMs) || window.end <= window.start)) return;
  throw new Fault('INTERNAL', `A look-up of ${source.account}/${source.region} went past its grant.`);
}

function mayReadJobs(source: Source, { grant }: Call): boolean {
  return mayUse(grant, 'jobs:read') && maySee(grant, source);
}

/** How far a job is in regions that are not granted is not told either. */
function jobSeenBy({ regions: granted }: Grant, job: DeliveryJob): DeliveryJob {
  if (granted === null || job.regions === null) return job;
  const regions = job.regions.filter(({ region }) => granted.includes(region));
  return Object.freeze({ ...job, regions: Object.freeze(regions) });
}

/** The same page where nothing is taken away. */
function seenBy({ services, redaction }: Grant, page: EventPage): EventPage {
  if (services === null && redaction === null) return page;
  const visible = services === null ? page.events : page.events.filter((event) => isOf(services, event));
  const events = redaction === null ? visible : visible.map((event) => viewOf(event, redaction));
  return Object.freeze({ events: Object.freeze(events), next: page.next });
}

function isOf(services: readonly string[], { serviceName }: AuditEvent): boolean {
  return serviceName !== null && services.includes(serviceName);
}
