import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/model/global-id.ts';
import { callAt } from '../support/call.ts';
import { json, scriptedServer } from './support/scripted-server.ts';
import { accountId, faultOf, source, wireTo } from './support/wire.ts';

const job = { JobId: 16602, JobStatus: 1, RequestId: 'REQUEST-1' };

async function getJob(answer: unknown, jobId = '16602') {
  const server = await scriptedServer(json(answer));
  return wireTo(server.url).actionTrail.getDeliveryJob(source, jobId, callAt());
}

describe('a delivery job', () => {
  it.each([
    [0, 'INITIALIZING', 0],
    [1, 'DELIVERING', 1],
    [2, 'COMPLETED', 2],
    [3, 'FAILED', 3],
    ['2', 'COMPLETED', 2],
    [4, 'UNKNOWN', 4],
    [-1, 'UNKNOWN', -1],
    ['done', 'UNKNOWN', null],
    [undefined, 'UNKNOWN', null],
  ])('with status %s is %s, of its regions too', async (JobStatus, status, statusCode) => {
    const found = await getJob({ ...job, JobStatus, Status: [{ Region: 'cn-hangzhou', Status: JobStatus }] });
    expect(found).toMatchObject({
      status,
      statusCode,
      regions: [{ region: 'cn-hangzhou', status, statusCode }],
    });
  });

  it('keeps every digit of its number, which is sent as it was given', async () => {
    const server = await scriptedServer(
      json('{"JobId":9007199254740993,"JobStatus":2,"RequestId":"REQUEST-1"}'),
    );
    const found = await wireTo(server.url).actionTrail.getDeliveryJob(source, '9007199254740993', callAt());
    expect(server.asked[0]?.query.JobId).toBe('9007199254740993');
    expect(found?.jobId).toBe('9007199254740993');
    expect(partsOf('DeliveryJob', found?.id ?? '')).toEqual([accountId, 'cn-hangzhou', '9007199254740993']);
  });

  it.each([
    ['that lacks its number', { JobStatus: 1, RequestId: 'REQUEST-1' }],
    ['with a number that is none', { ...job, JobId: 'many' }],
    ['that is another', { ...job, JobId: 16603 }],
  ])('%s is no answer', async (_, answer) => {
    expect((await faultOf(getJob(answer))).code).toBe('UPSTREAM_MALFORMED');
  });

  it.each(['', '1.5', '-1', 'DROP', '9'.repeat(20)])('cannot be asked for by %j', async (jobId) => {
    expect((await faultOf(getJob(job, jobId))).code).toBe('BAD_USER_INPUT');
  });
});

describe('a list of delivery jobs', () => {
  it('comes in pages of 100 and without the statuses of regions', async () => {
    const server = await scriptedServer(
      json({
        RequestId: 'REQUEST-1',
        TotalCount: 101,
        PageNumber: 2,
        PageSize: 100,
        DeliveryHistoryJobs: [job],
      }),
    );
    const list = await wireTo(server.url).actionTrail.listDeliveryJobs(source, 2, callAt());
    expect(server.asked[0]?.query).toEqual({ PageNumber: '2', PageSize: '100', RegionId: 'cn-hangzhou' });
    expect(list).toMatchObject({
      totalCount: 101,
      jobs: [{ jobId: '16602', status: 'DELIVERING', regions: null }],
    });
  });

  it.each([
    ['no total', { DeliveryHistoryJobs: [] }],
    ['a negative total', { DeliveryHistoryJobs: [], TotalCount: -1 }],
    ['no list', { TotalCount: 0 }],
    ['a job that is none', { DeliveryHistoryJobs: [{}], TotalCount: 1 }],
  ])('with %s is no answer', async (_, answer) => {
    const server = await scriptedServer(json({ RequestId: 'REQUEST-1', ...answer }));
    const fault = await faultOf(wireTo(server.url).actionTrail.listDeliveryJobs(source, 1, callAt()));
    expect(fault.code).toBe('UPSTREAM_MALFORMED');
  });
});
