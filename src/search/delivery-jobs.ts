import { createHash } from 'node:crypto';
import { type ActionTrail, deliveryJobsPerPage } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { DeliveryJobConnection } from '../model/connection.ts';
import type { DeliveryJob } from '../model/delivery-job.ts';
import { badUserInput } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import type { PageArguments } from '../model/question.ts';
import type { Source } from '../model/source.ts';
import { lazy } from './lazy.ts';
import { invalidCursor, type Sealer } from './seal.ts';

/**
 * All jobs of an account, newest number first. ListDeliveryHistoryJobs does not document its order, so every page
 * is read before the first is cut; an account has few jobs, and one call brings a hundred.
 */
export async function allDeliveryJobs(
  actionTrail: ActionTrail,
  source: Source,
  call: Call,
): Promise<readonly DeliveryJob[]> {
  const byNumber = new Map<string, DeliveryJob>();
  for (let pageNumber = 1; ; pageNumber += 1) {
    const { jobs, totalCount } = await actionTrail.listDeliveryJobs(source, pageNumber, call);
    for (const job of jobs) byNumber.set(job.jobId, job);
    if (jobs.length === 0 || pageNumber * deliveryJobsPerPage >= totalCount) break;
  }
  return [...byNumber.values()].sort((a, b) => compareNumbers(b.jobId, a.jobId));
}

/** Cuts a page out of all jobs, forwards or backwards, as the Relay specification says. */
export function deliveryJobConnection(
  sealer: Sealer,
  source: Source,
  jobs: readonly DeliveryJob[],
  question: PageArguments,
): DeliveryJobConnection {
  const size = pageSize(question);
  const context = createHash('sha256').update(`deliveryJobs ${source.id}`).digest();
  const open = (cursor: string | null) => (cursor === null ? null : jobNumber(sealer.open(cursor, context)));
  const after = open(question.after);
  const before = open(question.before);

  const from = after === null ? 0 : jobs.filter((job) => compareNumbers(job.jobId, after) >= 0).length;
  const ahead = before === null ? jobs : jobs.filter((job) => compareNumbers(job.jobId, before) > 0);
  const to = Math.max(from, ahead.length);
  const start = question.last === null ? from : Math.max(from, to - size);
  const end = question.last === null ? Math.min(to, from + size) : to;
  const page = jobs.slice(start, end);
  const cursors = lazy(() =>
    sealer.seal(
      page.map(({ jobId }) => Buffer.from(jobId)),
      context,
    ),
  );
  const edges = page.map((job, index) => ({ node: job, cursor: () => cursors()[index] ?? '' }));
  return {
    edges,
    totalCount: jobs.length,
    pageInfo: {
      hasNextPage: end < jobs.length,
      hasPreviousPage: start > 0,
      startCursor: () => edges.at(0)?.cursor() ?? null,
      endCursor: () => edges.at(-1)?.cursor() ?? null,
    },
  };
}

function pageSize({ first, last }: PageArguments): number {
  if (first !== null && last !== null) throw badUserInput('Give `first` or `last`, not both.');
  const [name, size] = last === null ? ['first', first ?? limits.maxJobPageSize] : ['last', last];
  if (size < 0 || size > limits.maxJobPageSize) {
    throw badUserInput(`${name}: expected 0 to ${limits.maxJobPageSize}, got ${size}.`);
  }
  return size;
}

function jobNumber(record: Buffer): string {
  const text = record.toString();
  if (!/^\d+$/.test(text)) throw invalidCursor();
  return text;
}

/** Numbers of 64 bits, as digits without leading zeros. */
function compareNumbers(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
