import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryJob } from '../../src/model/delivery-job.ts';
import type { PageArguments } from '../../src/model/question.ts';
import { allDeliveryJobs, deliveryJobConnection } from '../../src/search/delivery-jobs.ts';
import { createSealer } from '../../src/search/seal.ts';
import { callAt } from '../support/call.ts';
import { source } from '../support/events.ts';
import { pages } from '../support/pages.ts';

const sealer = createSealer([Buffer.alloc(32, 7)]);

const job = (jobId: string): DeliveryJob => ({
  id: jobId,
  jobId,
  status: 'COMPLETED',
  statusCode: 2,
  trailName: null,
  homeRegion: null,
  createdAt: null,
  updatedAt: null,
  startTime: null,
  endTime: null,
  regions: null,
  source,
});

const jobs = ['9007199254740993', '16603', '16602', '99', '7', '2'].map(job);
const none: PageArguments = { first: null, after: null, last: null, before: null };

function ask(question: Partial<PageArguments>) {
  const { edges, pageInfo } = deliveryJobConnection(sealer, source, jobs, { ...none, ...question });
  const { hasNextPage, hasPreviousPage } = pageInfo;
  return { ids: edges.map(({ node }) => node.jobId), hasNextPage, hasPreviousPage, pageInfo };
}

const cursorOf = (jobId: string) =>
  ask({}).ids.includes(jobId)
    ? (deliveryJobConnection(sealer, source, jobs, none)
        .edges.find(({ node }) => node.jobId === jobId)
        ?.cursor() ?? '')
    : '';

describe('a page of jobs', () => {
  it.each<[Partial<PageArguments>, string, boolean, boolean]>([
    [{}, '9007199254740993 16603 16602 99 7 2', false, false],
    [{ first: 2 }, '9007199254740993 16603', true, false],
    [{ first: 2, after: cursorOf('16603') }, '16602 99', true, true],
    [{ last: 2 }, '7 2', false, true],
    [{ last: 2, before: cursorOf('99') }, '16603 16602', true, true],
    [{ first: 5, after: cursorOf('16603'), before: cursorOf('7') }, '16602 99', true, true],
    [{ first: 5, after: cursorOf('7'), before: cursorOf('16603') }, '', true, true],
    [{ first: 0 }, '', true, false],
    [{ after: cursorOf('2') }, '', false, true],
  ])('%j', (question, ids, hasNextPage, hasPreviousPage) => {
    expect(ask(question)).toMatchObject({
      ids: ids.split(' ').filter(Boolean),
      hasNextPage,
      hasPreviousPage,
    });
  });

  it('leads on from its cursors both ways, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.boolean(), (size, isForward) => {
        const read: string[] = [];
        let cursor: string | null = null;
        for (let isMore = true; isMore; ) {
          const page = ask(isForward ? { first: size, after: cursor } : { last: size, before: cursor });
          if (isForward) read.push(...page.ids);
          else read.unshift(...page.ids);
          cursor = isForward ? page.pageInfo.endCursor() : page.pageInfo.startCursor();
          isMore = isForward ? page.hasNextPage : page.hasPreviousPage;
        }
        expect(read).toEqual(jobs.map(({ jobId }) => jobId));
      }),
    );
  });

  it.each<[Partial<PageArguments>, string]>([
    [{ first: 1, last: 1 }, 'not both'],
    [{ first: 26 }, 'first: expected 0 to 25, got 26'],
    [{ last: -1 }, 'last: expected 0 to 25, got -1'],
    [{ after: 'made up' }, 'cursor'],
  ])('%j is refused', (question, message) => {
    expect(() => ask(question)).toThrow(message);
  });
});

describe('all jobs', () => {
  it('are read a hundred a call and sorted by their number', async () => {
    const upstream = pages([]);
    const numbers = Array.from({ length: 230 }, (_, index) => String((index * 7919) % 1000));
    upstream.listDeliveryJobs = async (_source, pageNumber) => ({
      jobs: numbers.slice((pageNumber - 1) * 100, pageNumber * 100).map(job),
      totalCount: numbers.length,
    });
    const all = await allDeliveryJobs(upstream, source, callAt());
    expect(all.map(({ jobId }) => Number(jobId))).toEqual(numbers.map(Number).sort((a, b) => b - a));
  });
});
