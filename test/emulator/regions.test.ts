import { describe, expect, it } from 'vitest';
import { type AnyEvent, callV2, callV3, DAY, NOW_SECOND, type Params, start } from './support.ts';

const YESTERDAY = { start: NOW_SECOND - 2 * DAY, end: NOW_SECOND - DAY };

describe('regions', () => {
  it.each<[string, Params, string, string]>([
    ['RegionId', { RegionId: 'eu-central-1' }, 'actiontrail.cn-shanghai.aliyuncs.com', 'eu-central-1'],
    ['the public host', {}, 'actiontrail.cn-shanghai.aliyuncs.com', 'cn-shanghai'],
    ['the VPC host', {}, 'actiontrail-vpc.ap-southeast-1.aliyuncs.com', 'ap-southeast-1'],
    ['a local host name', {}, 'cn-shanghai.localhost:4010', 'cn-shanghai'],
    ['an address, by default,', {}, '127.0.0.1:4010', 'cn-hangzhou'],
  ])('%s decides the region', async (_, params, host, region) => {
    const emulator = await start({ behaviour: { oddShapes: false } });
    const { json } = await callV3(emulator, 'LookupEvents', params, { host });
    expect(new Set(json.Events.map((event: AnyEvent) => event.acsRegion))).toEqual(new Set([region]));
    expect(emulator.calls()).toMatchObject([{ api: 'LookupEvents', region, outcome: 'ok' }]);
    await emulator.close();
  });

  it('keep global events in one region', async () => {
    const emulator = await start({ behaviour: { storageRegion: 'ap-southeast-1' } });
    const perRegion = emulator.regions.map((region) => {
      const own = emulator.events({ accountId: '1000000000000001', region, ...YESTERDAY });
      return own.filter(({ event }) => event.isGlobal === true).length;
    });
    expect(perRegion).toEqual([0, 0, expect.any(Number), 0]);
    expect(perRegion[2]).toBeGreaterThan(20);
    await emulator.close();
  });

  it('show global events everywhere under the same id, where told so', async () => {
    const emulator = await start({ behaviour: { globalEvents: 'every-region' } });
    const [first, ...others] = emulator.regions.map((region) => {
      const own = emulator.events({ accountId: '1000000000000002', region, ...YESTERDAY });
      return own.filter(({ event }) => event.isGlobal === true).map(({ json }) => json);
    });
    expect(first!.length).toBeGreaterThan(20);
    expect(others).toEqual([first, first, first]);
    await emulator.close();
  });

  it('and accounts are kept apart', async () => {
    const emulator = await start({ accounts: 3, behaviour: { oddShapes: false } });
    const { json } = await callV2(emulator, 'LookupEvents', {}, { account: emulator.accounts[2]! });
    const ids = new Set(json.Events.map((event: AnyEvent) => event.userIdentity.accountId));
    expect(ids).toEqual(new Set(['1000000000000003']));
    await emulator.close();
  });

  it('fall back to the first where the storage region is not among them', async () => {
    const emulator = await start({ regions: ['eu-central-1', 'us-west-1'] });
    const own = emulator.events({ accountId: '1000000000000001', region: 'eu-central-1', ...YESTERDAY });
    expect(own.some(({ event }) => event.isGlobal === true)).toBe(true);
    await emulator.close();
  });

  it('are listed by DescribeRegions, and trails by DescribeTrails', async () => {
    const emulator = await start({ regions: ['cn-hangzhou', 'cn-shanghai'] });
    const regions = await callV3(emulator, 'DescribeRegions');
    expect(regions.json.Regions.Region.map(({ RegionId }: AnyEvent) => RegionId)).toEqual(emulator.regions);
    const names = async (params: Params) =>
      (await callV3(emulator, 'DescribeTrails', params)).json.TrailList.map(({ Name }: AnyEvent) => Name);
    expect(await names({})).toEqual(['trail-name', 'security-audit', 'not-started']);
    expect(await names({ RegionId: 'cn-shanghai', IncludeShadowTrails: 'true' })).toContain('trail-name');
    expect(await names({ NameList: 'trail-name,nothing' })).toEqual(['trail-name']);
    await emulator.close();
  });
});
