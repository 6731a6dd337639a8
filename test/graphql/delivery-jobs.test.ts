import { describe, expect, it } from 'vitest';
import { globalId } from '../../src/model/global-id.ts';
import { grantOf } from '../../src/model/grant.ts';
import { startGateway } from '../support/gateway.ts';
import { authOf } from '../support/identity.ts';

const source = 'source: { account: "main" }';

describe('delivery jobs', async () => {
  const { ask, emulator } = await startGateway({ behaviour: { hugeJobIds: true } });
  const list = await ask(`{ deliveryJobs(${source}) { totalCount nodes { id jobId regions { region } } } }`);
  const jobs: { id: string; jobId: string }[] = list.data.deliveryJobs.nodes;
  const [first] = jobs;
  const callsFor = async (query: string, variables = {}) => {
    emulator.clearCalls();
    const answer = await ask(query, variables);
    return { ...answer, calls: emulator.calls().map(({ api }) => api) };
  };

  it('are listed newest number first, with numbers beyond 2^53 exact', () => {
    expect(list.errors).toBeUndefined();
    expect(list.data.deliveryJobs.totalCount).toBe(jobs.length);
    const numbers = jobs.map(({ jobId }) => BigInt(jobId));
    expect(numbers).toEqual(numbers.toSorted((a, b) => Number(b - a)));
    expect(numbers[0]! > 2n ** 53n).toBe(true);
  });

  it('cost one call for twenty aliases of one job', async () => {
    const aliases = Array.from(
      { length: 20 },
      (_, index) => `j${index}: deliveryJob(id: $id, ${source}) { status progress }`,
    );
    const { data, calls } = await callsFor(`query ($id: ID!) { ${aliases.join(' ')} }`, { id: first?.jobId });
    expect(new Set(Object.values(data).map((job) => JSON.stringify(job))).size).toBe(1);
    expect(calls).toEqual(['GetDeliveryHistoryJob']);
  });

  it('cost one call per job for their regions, and no more', async () => {
    const { data, calls } = await callsFor(
      `{ deliveryJobs(first: 3, ${source}) { nodes { progress regions { region status statusCode } } } }`,
    );
    expect(calls.toSorted()).toEqual([...Array(3).fill('GetDeliveryHistoryJob'), 'ListDeliveryHistoryJobs']);
    for (const { progress, regions } of data.deliveryJobs.nodes) {
      expect(regions.length).toBeGreaterThan(0);
      expect(progress).toBeGreaterThanOrEqual(0);
    }
  });

  it('are found again by global id and through node, without naming a source', async () => {
    const query =
      'query ($id: ID!) { deliveryJob(id: $id) { id jobId } node(id: $id) { ... on DeliveryJob { jobId } } }';
    const { data } = await callsFor(query, { id: first?.id });
    expect(data).toEqual({
      deliveryJob: { id: first?.id, jobId: first?.jobId },
      node: { jobId: first?.jobId },
    });
  });

  it('that do not exist, or belong to nobody here, are null without an error', async () => {
    const foreign = globalId('DeliveryJob', '9999999999999999', 'cn-hangzhou', '1');
    const { data, errors } = await ask(
      `query ($id: ID!) { unknown: deliveryJob(id: "404404", ${source}) { id }
      foreign: deliveryJob(id: $id) { id } }`,
      { id: foreign },
    );
    expect({ data, errors }).toEqual({ data: { unknown: null, foreign: null }, errors: undefined });
  });

  it.each([
    ['deliveryJob(id: "16602") { id }', 'Several accounts are configured'],
    ['deliveryJob(id: "x") { id }', 'Not an id of this gateway'],
    [`deliveryJob(id: "99999999999999999999", ${source}) { id }`, 'at most 64 bits'],
    [
      'deliveryJob(id: "1", source: { account: "nobody" }) { id }',
      'Unknown account "nobody". Known: "main", "account-2".',
    ],
    [`deliveryJobs(first: 26, ${source}) { totalCount }`, 'expected 0 to 25, got 26'],
    [`deliveryJobs(first: 1, last: 1, ${source}) { totalCount }`, 'not both'],
  ])('refuse %s', async (field, message) => {
    const { errors } = await ask(`{ ${field} }`);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

it('a job tells nothing of regions that are not granted', async () => {
  const grant = grantOf({ regions: ['cn-hangzhou'] });
  const { ask } = await startGateway({}, (config) => ({ ...config, auth: authOf({ anonymous: grant }) }));
  const fields = 'id regions { region } progress';
  const { data } = await ask(`{ deliveryJobs(first: 2, ${source}) { nodes { ${fields} } } }`);
  const [job] = data.deliveryJobs.nodes;
  expect(job.regions).toEqual([{ region: 'cn-hangzhou' }]);
  expect((await ask(`{ deliveryJob(id: "${job.id}") { ${fields} } }`)).data.deliveryJob).toEqual(job);
});
