import type { EmulatorAccount } from './accounts.ts';
import type { Params } from './call.ts';
import { type Json, type JsonObject, timeText } from './json-text.ts';
import { hashOf } from './random.ts';

export interface Trail {
  readonly name: string;
  readonly homeRegion: string;
  readonly eventRw: 'Write' | 'Read' | 'All';
  /** Which regions it covers: `All`, or its home region. */
  readonly trailRegion: string;
  readonly target: 'sls' | 'oss';
  readonly status: 'Enable' | 'Disable' | 'Fresh';
  readonly createdSecond: number;
}

/** The trails of an account. Only those that deliver to Simple Log Service can be backfilled. */
export function trailsOf(
  seed: string,
  account: EmulatorAccount,
  regions: readonly string[],
): readonly Trail[] {
  const home = regions[0] ?? '';
  const second = regions[1] ?? home;
  const made = 1_600_000_000 + (hashOf(seed, account.id, 'trails') % 10_000_000);
  const common = { eventRw: 'All', trailRegion: 'All', status: 'Enable', createdSecond: made } as const;
  return [
    { ...common, name: 'trail-name', homeRegion: home, target: 'sls' },
    { ...common, name: 'security-audit', homeRegion: home, target: 'sls', eventRw: 'Write' },
    { ...common, name: 'oss-archive', homeRegion: second, target: 'oss' },
    { ...common, name: 'not-started', homeRegion: home, target: 'sls', status: 'Fresh', trailRegion: home },
  ];
}

/** DescribeTrails: those at home in the region, and with IncludeShadowTrails those of others that cover it. */
export function describeTrails(
  trails: readonly Trail[],
  account: EmulatorAccount,
  region: string,
  params: Params,
): JsonObject {
  const names = params
    .get('NameList')
    ?.split(',')
    .map((name) => name.trim());
  const withShadows = params.get('IncludeShadowTrails')?.toLowerCase() === 'true';
  const shown = trails.filter(
    (trail) =>
      (trail.homeRegion === region || (withShadows && trail.trailRegion === 'All')) &&
      (names === undefined || names.includes(trail.name)),
  );
  return { TrailList: shown.map((trail) => writeTrail(trail, account, region)) };
}

/** DescribeRegions answers with a list in a list, as RPC answers of that age do. */
export function describeRegions(regions: readonly string[]): JsonObject {
  const Region = regions.map((id) => ({
    RegionId: id,
    RegionEndpoint: `actiontrail.${id}.aliyuncs.com`,
    LocalName: id,
  }));
  return { Regions: { Region } };
}

function writeTrail(trail: Trail, account: EmulatorAccount, region: string): JsonObject {
  const body: Record<string, Json> = {
    Name: trail.name,
    HomeRegion: trail.homeRegion,
    Region: region,
    TrailRegion: trail.trailRegion,
    Status: trail.status,
    EventRW: trail.eventRw,
    IsOrganizationTrail: false,
    TrailArn: `acs:actiontrail:${trail.homeRegion}:${account.id}:trail/${trail.name}`,
    CreateTime: timeText(trail.createdSecond),
    UpdateTime: timeText(trail.createdSecond + 60),
  };
  if (trail.status === 'Enable') body.StartLoggingTime = timeText(trail.createdSecond + 61);
  if (trail.target === 'oss') {
    return {
      ...body,
      OssBucketName: `audit-${account.id}`,
      OssKeyPrefix: 'audit',
      OssBucketLocation: trail.homeRegion,
    };
  }
  return { ...body, SlsProjectArn: `acs:log:${trail.homeRegion}:${account.id}:project/audit-${account.id}` };
}
