import { describe, expect, it } from 'vitest';
import { type AnyEvent, callV3, createClock, DAY, iso, NOW_SECOND, type Params, start } from './support.ts';

const jobs = async (emulator: Awaited<ReturnType<typeof start>>, params: Params = {}) =>
  (await callV3(emulator, 'ListDeliveryHistoryJobs', params)).json;

describe('delivery jobs', () => {
  it('move through their states, region by region, within 14 minutes', async () => {
    const clock = createClock();
    const emulator = await start({ now: clock.now, behaviour: { runningJob: false } });
    const { JobId } = (await callV3(emulator, 'CreateDeliveryHistoryJob', { TrailName: 'trail-name' })).json;
    const look = async () => {
      const { JobStatus, Status, UpdatedTime } = (
        await callV3(emulator, 'GetDeliveryHistoryJob', { JobId: String(JobId) })
      ).json;
      return { JobStatus, regions: Status.map(({ Status }: AnyEvent) => Status).join(''), UpdatedTime };
    };
    expect(await look()).toEqual({ JobStatus: 0, regions: '0000', UpdatedTime: iso(NOW_SECOND) });
    clock.addSeconds(70);
    expect(await look()).toMatchObject({ JobStatus: 1, regions: '1111' });
    const seen = new Set<string>();
    for (let minute = 0; minute < 13; minute++) {
      clock.addSeconds(60);
      seen.add((await look()).regions);
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(await look()).toMatchObject({ JobStatus: 2, regions: '2222' });
    await emulator.close();
  });

  it('have the fields of the published example, and regions only when asked for one', async () => {
    const emulator = await start();
    const { DeliveryHistoryJobs: list, ...page } = await jobs(emulator);
    expect(page).toMatchObject({ PageNumber: 1, PageSize: 20, TotalCount: list.length });
    const old = list.at(-1);
    const { json } = await callV3(emulator, 'GetDeliveryHistoryJob', { JobId: String(old.JobId) });
    const { RequestId, Status, ...rest } = json;
    expect(rest).toEqual(old);
    expect(Status.map(({ Region }: AnyEvent) => Region)).toEqual(emulator.regions);
    expect(Date.parse(old.CreatedTime) - Date.parse(old.StartTime)).toBe(90 * DAY * 1000);
    expect(Date.parse(old.EndTime) - Date.parse(old.CreatedTime)).toBe(300_000);
    await emulator.close();
  });

  it('of the past are complete, failed and mixed, and the same after a restart a month later', async () => {
    const [now, later] = [await start(), await start({ now: () => (NOW_SECOND + 30 * DAY) * 1000 })];
    const list = (await jobs(now, { PageSize: '100' })).DeliveryHistoryJobs;
    expect(new Set(list.map(({ JobStatus }: AnyEvent) => JobStatus))).toEqual(new Set([1, 2, 3]));
    const shapes = new Set<string>();
    for (const { JobId } of list.slice(0, 9)) {
      const { Status } = (await callV3(now, 'GetDeliveryHistoryJob', { JobId: String(JobId) })).json;
      shapes.add(Status.map(({ Status }: AnyEvent) => Status).join(''));
    }
    expect(shapes).toContain('2223');
    const known = (await jobs(later, { PageSize: '100' })).DeliveryHistoryJobs;
    expect(known).toContainEqual(list.find(({ JobStatus }: AnyEvent) => JobStatus === 2));
    await Promise.all([now.close(), later.close()]);
  });

  it('are listed newest first, in pages', async () => {
    const emulator = await start();
    const all = (await jobs(emulator, { PageSize: '100' })).DeliveryHistoryJobs;
    const second = await jobs(emulator, { PageSize: '3', PageNumber: '2' });
    expect(second.DeliveryHistoryJobs).toEqual(all.slice(3, 6));
    expect((await jobs(emulator, { PageNumber: '99' })).DeliveryHistoryJobs).toEqual([]);
    const created = all.map(({ CreatedTime }: AnyEvent) => CreatedTime);
    expect(created).toEqual(created.toSorted().toReversed());
    await emulator.close();
  });

  it.each<[string, string, Params, number, string]>([
    ['a missing trail name', 'CreateDeliveryHistoryJob', {}, 400, 'MissingParameter'],
    ['an unknown trail', 'CreateDeliveryHistoryJob', { TrailName: 'x' }, 404, 'TrailNotFoundException'],
    [
      'a trail of another home region',
      'CreateDeliveryHistoryJob',
      { TrailName: 'trail-name', RegionId: 'eu-central-1' },
      404,
      'TrailNotFoundException',
    ],
    [
      'a trail that delivers to OSS',
      'CreateDeliveryHistoryJob',
      { TrailName: 'oss-archive', RegionId: 'cn-shanghai' },
      400,
      'NotSupportDeliveryHistoryJob',
    ],
    [
      'a second job beside a running one',
      'CreateDeliveryHistoryJob',
      { TrailName: 'trail-name' },
      400,
      'MaximumNumberOfDeliveryHistoryJobsExceededException',
    ],
    ['a job id that is no number', 'GetDeliveryHistoryJob', { JobId: 'x' }, 400, 'InvalidParameterValue'],
    ['a missing job id', 'GetDeliveryHistoryJob', {}, 400, 'MissingParameter'],
    ['an unknown job', 'GetDeliveryHistoryJob', { JobId: '1' }, 404, 'TrailNotFoundException'],
    ['deleting an unknown job', 'DeleteDeliveryHistoryJob', { JobId: '1' }, 404, 'TrailNotFoundException'],
    ['a page of 101', 'ListDeliveryHistoryJobs', { PageSize: '101' }, 400, 'InvalidParameterValue'],
    ['a page 0', 'ListDeliveryHistoryJobs', { PageNumber: '0' }, 400, 'InvalidParameterValue'],
  ])('refuse %s', async (_, api, params, status, code) => {
    const emulator = await start();
    const reply = await callV3(emulator, api, params);
    expect([reply.status, reply.json.Code]).toEqual([status, code]);
    await emulator.close();
  });

  it('are made once for one ClientToken, seen from every region, and gone when deleted', async () => {
    const emulator = await start();
    const account = emulator.accounts[1]!;
    const ask = async (api: string, params: Params) =>
      (await callV3(emulator, api, params, { account })).json;
    const wish = { TrailName: 'trail-name', ClientToken: 'once' };
    const { JobId } = await ask('CreateDeliveryHistoryJob', wish);
    expect((await ask('CreateDeliveryHistoryJob', wish)).JobId).toBe(JobId);
    const elsewhere = { JobId: String(JobId), RegionId: 'eu-central-1' };
    expect((await ask('GetDeliveryHistoryJob', elsewhere)).HomeRegion).toBe('cn-hangzhou');
    await ask('DeleteDeliveryHistoryJob', { JobId: String(JobId) });
    expect((await ask('GetDeliveryHistoryJob', elsewhere)).Code).toBe('TrailNotFoundException');
    await emulator.close();
  });

  it('are not found with the other documented code, where told so', async () => {
    const emulator = await start({ behaviour: { unknownJob: 'DeliveryHistoryJobNotFound' } });
    const reply = await callV3(emulator, 'GetDeliveryHistoryJob', { JobId: '1' });
    expect([reply.status, reply.json.Code]).toEqual([404, 'DeliveryHistoryJobNotFound']);
    await emulator.close();
  });

  it('can have ids beyond 2^53, written exactly', async () => {
    const emulator = await start({ behaviour: { hugeJobIds: true } });
    const { text } = await callV3(emulator, 'ListDeliveryHistoryJobs');
    const [, id] = /"JobId":(90071992547\d+),/.exec(text)!;
    expect(BigInt(id!)).toBeGreaterThan(2n ** 53n);
    const { text: one } = await callV3(emulator, 'GetDeliveryHistoryJob', { JobId: id! });
    expect(one).toContain(`"JobId":${id},`);
    await emulator.close();
  });
});
