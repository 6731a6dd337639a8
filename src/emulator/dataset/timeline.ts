import type { Behaviour } from '../behaviour.ts';
import { castOf } from './cast.ts';
import { globalProgramme, regionalProgramme } from './programme.ts';
import type { EventRow } from './row.ts';
import { type Billing, fillHour, SECONDS_PER_HOUR } from './slot.ts';
import { type Stage, stageOf } from './stage.ts';

/** All events of all accounts. Nothing is stored: an hour is made when it is looked at, and kept for a while. */
export interface Timeline {
  /** The events of one hour that a region's store holds, oldest first, visible or not. */
  hourOf(accountId: string, region: string, hour: number): readonly EventRow[];
}

export interface TimelineOptions {
  readonly seed: string;
  readonly accountIds: readonly string[];
  readonly regions: readonly string[];
  readonly days: number;
  readonly events: number;
  readonly behaviour: Behaviour;
}

const GLOBAL_SHARE = 0.1;
/** Rows kept, at about 300 bytes each. A scan of 90 days in a region of the default data set fits once. */
const ROWS_KEPT = 60_000;

export function createTimeline(options: TimelineOptions): Timeline {
  const { behaviour } = options;
  const storageRegion = storageRegionOf(options);
  const stagesOf = openStages(options, storageRegion);
  const programme = behaviour.oddShapes ? regionalProgramme : regionalProgramme.filter(isEven);
  const globally = behaviour.oddShapes ? globalProgramme : globalProgramme.filter(isEven);
  const kept = keepRecent(ROWS_KEPT);

  const hourOf = (accountId: string, region: string, hour: number): readonly EventRow[] =>
    kept(`${accountId}/${region}/${hour}`, () => {
      const stages = stagesOf(accountId);
      const regional = stages.regional.get(region);
      if (regional === undefined) return [];
      const rows = fillHour(regional, hour, programme);
      if (behaviour.globalEvents === 'every-region' || region === storageRegion) {
        rows.push(...fillHour(stages.global, hour, globally));
      }
      return rows.sort(behaviour.sameSecondOrder === 'arrival' ? byArrival : byId);
    });
  return { hourOf };
}

export function hourOfSecond(second: number): number {
  return Math.floor(second / SECONDS_PER_HOUR);
}

interface AccountStages {
  readonly global: Stage;
  readonly regional: ReadonlyMap<string, Stage>;
}

/** Stages are set up when their account is first looked at: a start with a thousand accounts is quick too. */
function openStages(options: TimelineOptions, storageRegion: string): (accountId: string) => AccountStages {
  const opened = new Map<string, AccountStages>();
  return (accountId) => {
    const known = opened.get(accountId) ?? stagesFor(accountId, options, storageRegion);
    opened.set(accountId, known);
    return known;
  };
}

function stagesFor(accountId: string, options: TimelineOptions, storageRegion: string): AccountStages {
  const perHour = options.events / options.accountIds.length / (options.days * 24);
  const weights = options.regions.map((_, index) => 1 / (1 + 0.35 * index));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const common = { seed: options.seed, accountId, cast: castOf(options.seed, accountId) };
  const regional = new Map<string, Stage>();
  for (const [index, region] of options.regions.entries()) {
    const eventsPerHour = (perHour * (1 - GLOBAL_SHARE) * (weights[index] ?? 0)) / sum;
    regional.set(region, stageOf({ ...common, region, isGlobal: false, eventsPerHour }));
  }
  const globally = { region: storageRegion, isGlobal: true, eventsPerHour: perHour * GLOBAL_SHARE };
  return { global: stageOf({ ...common, ...globally }), regional };
}

function storageRegionOf({ behaviour, regions }: TimelineOptions): string {
  return regions.includes(behaviour.storageRegion)
    ? behaviour.storageRegion
    : (regions[0] ?? behaviour.storageRegion);
}

function isEven({ story }: Billing): boolean {
  return story.name !== 'odd-shapes';
}

function byId(left: EventRow, right: EventRow): number {
  return left.second - right.second || (left.id < right.id ? -1 : 1);
}

/** Those of one second in the order in which they reached the store; sorting is stable for the punctual ones. */
function byArrival(left: EventRow, right: EventRow): number {
  return left.second - right.second || left.lateness - right.lateness;
}

/** Keeps what was used last, up to a number of rows; the rest is made again when needed. */
function keepRecent(limit: number) {
  const kept = new Map<string, readonly EventRow[]>();
  let held = 0;
  return (key: string, make: () => readonly EventRow[]): readonly EventRow[] => {
    const known = kept.get(key);
    const rows = known ?? make();
    if (known === undefined) held += rows.length + 1;
    else kept.delete(key);
    kept.set(key, rows);
    for (const [oldest, old] of kept) {
      if (held <= limit || oldest === key) break;
      kept.delete(oldest);
      held -= old.length + 1;
    }
    return rows;
  };
}
