import type { Behaviour } from './behaviour.ts';
import type { Params } from './call.ts';
import { apiError } from './errors.ts';
import { type Job, type JobBook, jobStatus, regionStatus, updatedSecond } from './job-book.ts';
import { exactNumber, type Json, type JsonObject, timeText } from './json-text.ts';
import type { Trail } from './trails.ts';

/**
 * The four operations on backfill jobs. A job is answered by every region's endpoint of its account: whether the
 * service does that too, or answers in the trail's home region only, is not documented.
 */
export interface JobDesk {
  readonly book: JobBook;
  readonly trails: readonly Trail[];
  readonly behaviour: Behaviour;
  /** ClientToken to the job it made. */
  readonly tokens: Map<string, bigint>;
  readonly nowSecond: () => number;
}

const DAY = 86_400;
const NINETY_DAYS = 90 * DAY;
const EVENT_WINDOW_AFTER = 300;
const DEFAULT_PAGE_SIZE = 20;

/** A job can be made in the home region of a trail that delivers to Simple Log Service, one at a time. */
export function createJob(desk: JobDesk, params: Params, region: string): JsonObject {
  const name = params.get('TrailName');
  if (name === undefined || name === '')
    throw apiError('MissingParameter', 'TrailName is mandatory for this action.');
  const token = params.get('ClientToken');
  if (token !== undefined && !/^[\x21-\x7e]{1,64}$/.test(token)) throw apiError('InvalidParameterValue');
  const known = token === undefined ? undefined : desk.tokens.get(token);
  if (known !== undefined) return { JobId: exactNumber(known) };
  const trail = desk.trails.find((candidate) => candidate.name === name && candidate.homeRegion === region);
  if (trail === undefined) throw apiError('TrailNotFoundException');
  if (trail.target !== 'sls' || trail.status === 'Fresh') throw apiError('NotSupportDeliveryHistoryJob');
  const nowSecond = desk.nowSecond();
  if (desk.book.list().some((job) => jobStatus(job, nowSecond) < 2)) {
    throw apiError('MaximumNumberOfDeliveryHistoryJobsExceededException');
  }
  const job = desk.book.add(trail, nowSecond);
  if (token !== undefined) desk.tokens.set(token, job.id);
  return { JobId: exactNumber(job.id) };
}

export function getJob(desk: JobDesk, params: Params): JsonObject {
  const job = findJob(desk, params);
  const nowSecond = desk.nowSecond();
  const Status = job.regions.map((plan) => ({
    Region: plan.region,
    Status: regionStatus(job, plan, nowSecond),
  }));
  return { ...writeJob(job, nowSecond), Status };
}

/** Newest first; the regions of a job are told by `getJob` only. */
export function listJobs(desk: JobDesk, params: Params): JsonObject {
  const pageNumber = wholeNumber(params.get('PageNumber'), 1, 1, 1_000_000);
  const pageSize = wholeNumber(params.get('PageSize'), DEFAULT_PAGE_SIZE, 1, 100);
  const all = desk.book.list();
  const first = (pageNumber - 1) * pageSize;
  return {
    DeliveryHistoryJobs: all.slice(first, first + pageSize).map((job) => writeJob(job, desk.nowSecond())),
    PageNumber: pageNumber,
    PageSize: pageSize,
    TotalCount: all.length,
  };
}

export function deleteJob(desk: JobDesk, params: Params): JsonObject {
  desk.book.remove(findJob(desk, params).id);
  return {};
}

function findJob(desk: JobDesk, params: Params): Job {
  const text = params.get('JobId');
  if (text === undefined || text === '')
    throw apiError('MissingParameter', 'JobId is mandatory for this action.');
  if (!/^\d{1,19}$/.test(text)) throw apiError('InvalidParameterValue', 'The specified JobId is invalid.');
  const job = desk.book.get(BigInt(text));
  if (job === undefined) throw apiError(desk.behaviour.unknownJob);
  return job;
}

/**
 * StartTime and EndTime are written as the published examples have them, 90 days before and 5 minutes after
 * creation: they read like the window of the events, though they are documented as the times of the task.
 */
function writeJob(job: Job, nowSecond: number): Record<string, Json> {
  return {
    CreatedTime: timeText(job.createdSecond),
    EndTime: timeText(job.createdSecond + EVENT_WINDOW_AFTER),
    HomeRegion: job.trail.homeRegion,
    JobId: exactNumber(job.id),
    JobStatus: jobStatus(job, nowSecond),
    StartTime: timeText(job.createdSecond - NINETY_DAYS),
    TrailName: job.trail.name,
    UpdatedTime: timeText(updatedSecond(job, nowSecond)),
  };
}

function wholeNumber(text: string | undefined, usual: number, low: number, high: number): number {
  if (text === undefined || text === '') return usual;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= low && number <= high)) throw apiError('InvalidParameterValue');
  return number;
}
