import type { ActionTrail, EventLookUp, EventPage } from '../../src/model/action-trail.ts';
import type { Call } from '../../src/model/call.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { DeliveryJob, DeliveryJobStatus } from '../../src/model/delivery-job.ts';
import { source } from './events.ts';

export const emptyPage: EventPage = Object.freeze({ events: Object.freeze([]), next: null });

/** An upstream that does as told; counts calls on their tallies, and remembers when each was made. */
export interface ScriptedUpstream extends ActionTrail {
  /** When calls came, on the monotonic clock. */
  readonly calledAt: number[];
  readonly calls: Call[];
}

export function upstreamThat(
  clock: Clock,
  answer: (call: Call, lookUp: EventLookUp) => EventPage | Promise<EventPage> = () => emptyPage,
): ScriptedUpstream {
  const calledAt: number[] = [];
  const calls: Call[] = [];
  const note = (call: Call) => {
    calledAt.push(clock.elapsed());
    calls.push(call);
    call.tally.countCall();
    call.tally.noteWritten();
  };
  return {
    calledAt,
    calls,
    async lookUpEvents(lookUp, call) {
      note(call);
      return answer(call, lookUp);
    },
    async getDeliveryJob(_source, jobId, call) {
      note(call);
      return jobOf(jobId, 'COMPLETED');
    },
    async listDeliveryJobs(_source, _page, call) {
      note(call);
      return { jobs: [], totalCount: 0 };
    },
  };
}

export function jobOf(
  jobId: string,
  status: DeliveryJobStatus,
  region: DeliveryJobStatus = status,
): DeliveryJob {
  return {
    id: jobId,
    jobId,
    status,
    statusCode: null,
    trailName: null,
    homeRegion: null,
    createdAt: null,
    updatedAt: null,
    startTime: null,
    endTime: null,
    regions: [{ region: 'cn-hangzhou', status: region, statusCode: null }],
    source,
  };
}

/** The most calls in any second that begins with one of them. */
export function mostInASecond(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.max(0, ...sorted.map((from, index) => firstAfter(sorted, from + 1000) - index));
}

function firstAfter(sorted: readonly number[], end: number): number {
  const index = sorted.findIndex((at) => at >= end);
  return index < 0 ? sorted.length : index;
}
