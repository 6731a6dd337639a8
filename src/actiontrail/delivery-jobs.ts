import type { DeliveryJob, DeliveryJobRegion, DeliveryJobStatus } from '../model/delivery-job.ts';
import { globalId } from '../model/global-id.ts';
import type { Source } from '../model/source.ts';
import { isObject, type JsonObject } from './json.ts';
import { integerOf, textOf, timeOf } from './raw.ts';

/** Documented for jobs and their regions alike. */
const statuses: readonly DeliveryJobStatus[] = ['INITIALIZING', 'DELIVERING', 'COMPLETED', 'FAILED'];

/** A job as GetDeliveryHistoryJob or ListDeliveryHistoryJobs gives it; null when it is none. */
export function parseDeliveryJob(raw: unknown, source: Source): DeliveryJob | null {
  if (!isObject(raw)) return null;
  const jobId = textOf(raw.JobId);
  if (jobId === null || !/^\d{1,20}$/.test(jobId)) return null;
  return Object.freeze({
    id: globalId('DeliveryJob', source.accountId, source.region, jobId),
    jobId,
    ...parseStatus(raw.JobStatus),
    trailName: textOf(raw.TrailName),
    homeRegion: textOf(raw.HomeRegion),
    createdAt: timeOf(raw.CreatedTime),
    updatedAt: timeOf(raw.UpdatedTime),
    startTime: timeOf(raw.StartTime),
    endTime: timeOf(raw.EndTime),
    regions: parseRegions(raw),
    source,
  });
}

function parseRegions({ Status: regions }: JsonObject): readonly DeliveryJobRegion[] | null {
  if (!Array.isArray(regions)) return null;
  return Object.freeze(
    regions.filter(isObject).flatMap((raw) => {
      const region = textOf(raw.Region);
      return region === null ? [] : [Object.freeze({ region, ...parseStatus(raw.Status) })];
    }),
  );
}

function parseStatus(raw: unknown): Pick<DeliveryJob, 'status' | 'statusCode'> {
  const statusCode = integerOf(raw);
  return { status: (statusCode === null ? null : statuses[statusCode]) ?? 'UNKNOWN', statusCode };
}
