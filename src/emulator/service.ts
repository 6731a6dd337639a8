import { type EmulatorAccount, keyRing } from './accounts.ts';
import type { Params } from './call.ts';
import { SECONDS_PER_HOUR } from './dataset/slot.ts';
import { createTimeline } from './dataset/timeline.ts';
import type { Sight } from './dataset/walk.ts';
import { createJob, deleteJob, getJob, type JobDesk, listJobs } from './delivery-jobs.ts';
import { createJobBook } from './job-book.ts';
import type { JsonObject } from './json-text.ts';
import { type EventStore, lookupEvents } from './lookup-events.ts';
import { createTokenCodec } from './next-token.ts';
import type { Settings } from './options.ts';
import type { PageTwist } from './page-twist.ts';
import type { ApiName } from './rates.ts';
import { describeRegions, describeTrails, trailsOf } from './trails.ts';

/** ActionTrail without HTTP: an operation goes in, a body comes out or an ApiError. */
export interface Service {
  readonly events: EventStore;
  readonly keys: ReturnType<typeof keyRing>;
  run(operation: Operation): JsonObject;
}

export interface Operation {
  readonly api: ApiName;
  readonly account: EmulatorAccount;
  readonly region: string;
  readonly params: Params;
  readonly requestId: string;
  readonly twist: PageTwist;
}

const DAY = 86_400;

export function createService(settings: Settings): Service {
  const { accounts, behaviour, regions, seed } = settings;
  const accountIds = accounts.map(({ id }) => id);
  const events: EventStore = {
    timeline: createTimeline({
      seed,
      accountIds,
      regions,
      days: settings.days,
      events: settings.events,
      behaviour,
    }),
    tokens: createTokenCodec(seed),
    behaviour,
    sight: () => sightAt(settings),
  };
  const desks = new Map(accounts.map((account, index) => [account.id, deskOf(settings, account, index)]));
  return { events, keys: keyRing(accounts), run: (operation) => run(operation, events, desks, regions) };
}

function run(
  operation: Operation,
  events: EventStore,
  desks: ReadonlyMap<string, JobDesk>,
  regions: readonly string[],
): JsonObject {
  const { account, api, params, region, requestId } = operation;
  const desk = desks.get(account.id);
  if (desk === undefined) throw new Error(`The emulator has no jobs for account ${account.id}`);
  const withId = (body: JsonObject): JsonObject => ({ ...body, RequestId: requestId });
  switch (api) {
    case 'LookupEvents':
      return lookupEvents(events, operation);
    case 'GetDeliveryHistoryJob':
      return withId(getJob(desk, params));
    case 'ListDeliveryHistoryJobs':
      return withId(listJobs(desk, params));
    case 'CreateDeliveryHistoryJob':
      return withId(createJob(desk, params, region));
    case 'DeleteDeliveryHistoryJob':
      return withId(deleteJob(desk, params));
    case 'DescribeTrails':
      return withId(describeTrails(desk.trails, account, region, params));
    case 'DescribeRegions':
      return withId(describeRegions(regions));
  }
}

function deskOf(settings: Settings, account: EmulatorAccount, accountIndex: number): JobDesk {
  const { behaviour, now, regions, seed } = settings;
  const trails = trailsOf(seed, account, regions);
  const nowSecond = (): number => Math.floor(now() / 1000);
  const book = createJobBook({
    ...{ seed, account, accountIndex, regions, trails },
    startSecond: nowSecond(),
    hugeIds: behaviour.hugeJobIds,
    // One account is left free to make a job of its own at once.
    withRunning: behaviour.runningJob && accountIndex === 0,
  });
  return { book, trails, behaviour, tokens: new Map(), nowSecond };
}

/** History begins at a full hour, so that it does not shrink by the second under somebody who pages through it. */
function sightAt({ days, now, visibilityDelaySeconds }: Settings): Sight {
  const nowSecond = Math.floor(now() / 1000);
  const begin = nowSecond - days * DAY;
  return { nowSecond, delaySeconds: visibilityDelaySeconds, horizon: begin - (begin % SECONDS_PER_HOUR) };
}
