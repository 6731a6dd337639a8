import type { Loaders } from '../loaders/index.ts';
import type { DeliveryJobConnection as DeliveryJobConnectionModel, Edge } from '../model/connection.ts';
import {
  type DeliveryJob as DeliveryJobModel,
  type DeliveryJobRegion as DeliveryJobRegionModel,
  isTerminal,
  type DeliveryJobStatus as Status,
} from '../model/delivery-job.ts';
import { badUserInput } from '../model/fault.ts';
import { lastingField } from '../model/field-facts.ts';
import { globalId, partsOf } from '../model/global-id.ts';
import { limits } from '../model/limits.ts';
import { findSource, onlyAccount, type SourceRef } from '../model/source.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { calls, countedAbove, pageLength } from './cost.ts';
import { Node } from './node.ts';
import { PageInfo } from './page-info.ts';
import { AuditSource, AuditSourceRef } from './source.ts';

const timesDescription =
  "Alibaba Cloud's documentation contradicts itself: either when the job ran, or the range of its events. Passed on " +
  'unchanged.';
const maxJobNumber = 2n ** 63n - 1n;

const DeliveryJobStatus = builder.enumType('DeliveryJobStatus', {
  description: 'Of a job, or of a job in one region. UNKNOWN: a number that ActionTrail does not document.',
  values: [
    'INITIALIZING',
    'DELIVERING',
    'COMPLETED',
    'FAILED',
    'UNKNOWN',
  ] as const satisfies readonly Status[],
});

const DeliveryJobRegion = builder.objectRef<DeliveryJobRegionModel>('DeliveryJobRegion').implement({
  description: 'How far a job is in one region.',
  fields: (t) => ({
    region: t.exposeString('region', { nullable: false }),
    status: t.expose('status', { type: DeliveryJobStatus, nullable: false }),
    statusCode: t.exposeInt('statusCode', { description: "ActionTrail's number." }),
  }),
});

const DeliveryJob = builder.objectRef<DeliveryJobModel>('DeliveryJob').implement({
  description: 'A historical-event delivery (backfill) job: it brings the last 90 days of events to a trail.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    jobId: t.exposeString('jobId', {
      nullable: false,
      description: "ActionTrail's number. 64-bit, therefore a string.",
    }),
    status: t.expose('status', { type: DeliveryJobStatus, nullable: false }),
    statusCode: t.exposeInt('statusCode', { description: "ActionTrail's number." }),
    trailName: t.exposeString('trailName'),
    homeRegion: t.exposeString('homeRegion', { description: 'Home region of the trail.' }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
    updatedAt: t.field({ type: 'DateTime', resolve: ({ updatedAt }) => updatedAt }),
    startTime: t.field({
      type: 'DateTime',
      description: timesDescription,
      resolve: ({ startTime }) => startTime,
    }),
    endTime: t.field({ type: 'DateTime', description: timesDescription, resolve: ({ endTime }) => endTime }),
    regions: t.field({
      authScopes: { 'jobs:read': true },
      type: [DeliveryJobRegion],
      nullable: { list: true, items: false },
      description: 'Costs one call per job where the job came from `deliveryJobs`, whose answer lacks them.',
      complexity: { field: calls(1), multiplier: 10 },
      extensions: { [lastingField]: true },
      resolve: regionsOf,
    }),
    progress: t.float({
      authScopes: { 'jobs:read': true },
      description:
        'Regions in a terminal state / regions known, 0 to 1; null while none is known. Derived here: ActionTrail ' +
        'gives no percentage. A failed region counts as finished: look at `status` too. Costs what `regions` costs.',
      complexity: calls(1),
      extensions: { [lastingField]: true },
      resolve: async (job, _args, context) => {
        const regions = await regionsOf(job, {}, context);
        if (regions === null || regions.length === 0) return null;
        return regions.filter(({ status }) => isTerminal(status)).length / regions.length;
      },
    }),
    isTerminal: t.boolean({
      nullable: false,
      description: 'COMPLETED or FAILED: it will not change any more.',
      resolve: ({ status }) => isTerminal(status),
    }),
    source: t.expose('source', {
      type: AuditSource,
      nullable: false,
      description: 'The endpoint that answered.',
    }),
  }),
});

const DeliveryJobEdge = builder.objectRef<Edge<DeliveryJobModel>>('DeliveryJobEdge').implement({
  fields: (t) => ({
    node: t.expose('node', { type: DeliveryJob, nullable: false }),
    cursor: t.string({ nullable: false, resolve: ({ cursor }) => cursor() }),
  }),
});

const DeliveryJobConnection = builder
  .objectRef<DeliveryJobConnectionModel>('DeliveryJobConnection')
  .implement({
    description: 'A page of jobs.',
    fields: (t) => ({
      edges: t.field({
        type: [DeliveryJobEdge],
        nullable: { list: false, items: false },
        complexity: countedAbove,
        resolve: ({ edges }) => [...edges],
      }),
      nodes: t.field({
        type: [DeliveryJob],
        nullable: { list: false, items: false },
        description: 'The jobs of `edges`.',
        complexity: countedAbove,
        resolve: ({ edges }) => edges.map(({ node }) => node),
      }),
      pageInfo: t.expose('pageInfo', { type: PageInfo, nullable: false }),
      totalCount: t.exposeInt('totalCount', { description: 'All jobs of the account.' }),
    }),
  });

builder.queryFields((t) => ({
  deliveryJob: t.field({
    authScopes: { 'jobs:read': true },
    type: DeliveryJob,
    description:
      "A backfill job, or null when ActionTrail does not know it. `id` is the global id, or ActionTrail's bare job " +
      'number: then `source` is required where several accounts are configured. One call, however often it is asked ' +
      'for in one request.',
    args: { id: t.arg.id({ required: true }), source: t.arg({ type: AuditSourceRef }) },
    complexity: calls(1),
    resolve: (_root, { id, source }, context) =>
      isNumber(id)
        ? context.loaders.deliveryJob(sourceOf(source, context), jobNumber(id))
        : deliveryJobByGlobalId(id, context, source),
  }),
  deliveryJobs: t.field({
    authScopes: { 'jobs:read': true },
    type: DeliveryJobConnection,
    description:
      'Backfill jobs of one account, newest number first. `source` is required where several accounts are ' +
      'configured. One call per hundred jobs of the account.',
    args: {
      first: t.arg.int({
        description: 'At most `auditLimits.maxJobPageSize`, which is the default. Excludes `last`.',
      }),
      after: t.arg.string(),
      last: t.arg.int({ description: 'At most `auditLimits.maxJobPageSize`. Excludes `first`.' }),
      before: t.arg.string(),
      source: t.arg({ type: AuditSourceRef }),
    },
    complexity: (args) => ({ field: calls(1), multiplier: pageLength(args, limits.maxJobPageSize) }),
    resolve: (_root, { first, after, last, before, source }, context) =>
      context.loaders.deliveryJobs(sourceOf(source, context), {
        first: first ?? null,
        after: after ?? null,
        last: last ?? null,
        before: before ?? null,
      }),
  }),
}));

/** Null for an account or region that is not configured, like for a job that does not exist. */
export async function deliveryJobByGlobalId(
  id: string,
  { sources, loaders }: Pick<Context, 'sources'> & { readonly loaders: Pick<Loaders, 'deliveryJob'> },
  ref?: SourceRef | null,
): Promise<DeliveryJobModel | null> {
  const [accountId = '', region = '', jobId = ''] = partsOf('DeliveryJob', id);
  const source = sources.find((one) => one.id === globalId('AuditSource', accountId, region));
  if (ref != null && findSource(sources, ref) !== source) {
    throw badUserInput('source: expected the source that `id` names, or none. A global id needs no source.');
  }
  return source === undefined || !/^(0|[1-9]\d*)$/.test(jobId)
    ? null
    : loaders.deliveryJob(source, jobNumber(jobId));
}

async function regionsOf(job: DeliveryJobModel, _args: object, { loaders }: Context) {
  return job.regions ?? (await loaders.deliveryJob(job.source, job.jobId))?.regions ?? null;
}

function sourceOf(ref: SourceRef | null | undefined, { sources }: Context) {
  return ref == null ? onlyAccount(sources) : findSource(sources, ref);
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}

/** Digits without leading zeros, as the loader's key. */
function jobNumber(digits: string): string {
  const number = BigInt(digits.slice(0, 40));
  if (digits.length > 40 || number > maxJobNumber)
    throw badUserInput(`id: expected a job number of at most 64 bits, got ${digits.slice(0, 40)}.`);
  return number.toString();
}
