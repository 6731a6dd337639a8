import type { EmulatorAccount } from './accounts.ts';
import { hashOf, Random } from './random.ts';
import type { Trail } from './trails.ts';

/** 0 initialising, 1 delivering, 2 complete, 3 failed; the same numbers for a job and for each of its regions. */
export type JobStatus = 0 | 1 | 2 | 3;

/** A backfill job as it was planned when it was made; what it is at a moment follows from the clock. */
export interface Job {
  readonly id: bigint;
  readonly trail: Trail;
  readonly createdSecond: number;
  readonly regions: readonly RegionPlan[];
}

interface RegionPlan {
  readonly region: string;
  /** Seconds after creation at which delivery starts and ends. */
  readonly startsAfter: number;
  readonly endsAfter: number;
  readonly outcome: 2 | 3;
}

/** The jobs of one account. They live in memory and are gone with the process; old ones come back from the seed. */
export interface JobBook {
  /** Newest first. */
  list(): readonly Job[];
  get(id: bigint): Job | undefined;
  add(trail: Trail, createdSecond: number): Job;
  remove(id: bigint): void;
}

export interface JobBookOptions {
  readonly seed: string;
  readonly account: EmulatorAccount;
  /** Among the accounts, from 0: keeps job ids of accounts apart. */
  readonly accountIndex: number;
  readonly regions: readonly string[];
  readonly trails: readonly Trail[];
  readonly startSecond: number;
  readonly hugeIds: boolean;
  /** Whether a job is under way at the start. */
  readonly withRunning: boolean;
}

const WEEK = 7 * 86_400;
const WEEKS_BACK = 26;
const FIRST_ID = 16_602n;
/** Ids grow by the week, so that an old job has the same id whenever the emulator was started. */
const FIRST_WEEK = 2800;
const IDS_PER_WEEK = 10;
const IDS_PER_ACCOUNT = 100_000n;
/** Odd and beyond 2^53, so that rounding to a double shows. */
const HUGE = 9_007_199_254_740_993n;

export function createJobBook(options: JobBookOptions): JobBook {
  const jobs = new Map<bigint, Job>();
  const add = (id: bigint, trail: Trail, createdSecond: number, outcomes: Outcomes): Job => {
    const random = new Random(hashOf(options.seed, options.account.id, createdSecond));
    const job = { id, trail, createdSecond, regions: planRegions(options, trail, random, outcomes) };
    jobs.set(id, job);
    return job;
  };
  for (const { week, trail, second, outcomes } of oldJobs(options)) {
    add(firstIdOf(week, options), trail, second, outcomes);
  }
  let nextId = firstIdOf(Math.floor(options.startSecond / WEEK), options);
  const [first] = options.trails;
  if (options.withRunning && first !== undefined) add(nextId++, first, options.startSecond - 120, 'complete');
  return {
    list: () => [...jobs.values()].reverse(),
    get: (id) => jobs.get(id),
    add: (trail, createdSecond) => add(nextId++, trail, createdSecond, 'complete'),
    remove: (id) => void jobs.delete(id),
  };
}

/** 0 before any region has started; then 1; at the end 3 if any region failed (which of them counts is not documented). */
export function jobStatus(job: Job, nowSecond: number): JobStatus {
  const all = job.regions.map((plan) => regionStatus(job, plan, nowSecond));
  if (all.every((status) => status === 0)) return 0;
  if (all.some((status) => status < 2)) return 1;
  return all.includes(3) ? 3 : 2;
}

export function regionStatus(job: Job, plan: RegionPlan, nowSecond: number): JobStatus {
  const age = nowSecond - job.createdSecond;
  if (age < plan.startsAfter) return 0;
  return age < plan.endsAfter ? 1 : plan.outcome;
}

/** The last second at which anything changed. */
export function updatedSecond(job: Job, nowSecond: number): number {
  const changes = job.regions.flatMap(({ startsAfter, endsAfter }) => [startsAfter, endsAfter]);
  const past = changes.map((after) => job.createdSecond + after).filter((second) => second <= nowSecond);
  return Math.max(job.createdSecond, ...past);
}

function firstIdOf(week: number, { accountIndex, hugeIds }: JobBookOptions): bigint {
  const ofAccount = FIRST_ID + BigInt(accountIndex) * IDS_PER_ACCOUNT + (hugeIds ? HUGE : 0n);
  return ofAccount + BigInt((week - FIRST_WEEK) * IDS_PER_WEEK);
}

type Outcomes = 'complete' | 'failed' | 'mixed';

/** About every other week one, at an hour that depends on the week alone: a restart finds the same jobs. */
function oldJobs({ seed, account, trails, startSecond }: JobBookOptions) {
  const able = trails.filter(({ target, status }) => target === 'sls' && status === 'Enable');
  const thisWeek = Math.floor(startSecond / WEEK);
  const jobs: { week: number; trail: Trail; second: number; outcomes: Outcomes }[] = [];
  for (let week = thisWeek - WEEKS_BACK; week < thisWeek; week++) {
    const random = new Random(hashOf(seed, 'old-jobs', account.id), week);
    if (able.length === 0 || random.chance(0.45)) continue;
    const outcomes = (['complete', 'complete', 'mixed', 'failed'] as const)[week % 4] ?? 'complete';
    jobs.push({ week, trail: random.pick(able), second: week * WEEK + random.below(WEEK - 3600), outcomes });
  }
  return jobs;
}

/** A region takes 3 to 14 minutes, as the published examples do. */
function planRegions(
  options: JobBookOptions,
  trail: Trail,
  random: Random,
  outcomes: Outcomes,
): readonly RegionPlan[] {
  const regions = trail.trailRegion === 'All' ? options.regions : [trail.homeRegion];
  return regions.map((region, index) => ({
    region,
    startsAfter: random.between(10, 60),
    endsAfter: random.between(180, 840),
    outcome: outcomes === 'failed' || (outcomes === 'mixed' && index === regions.length - 1) ? 3 : 2,
  }));
}
