import { earliestSecond } from '../model/retention.ts';
import type { Source } from '../model/source.ts';
import { anyReader, builder } from './builder.ts';
import type { Context } from './context.ts';
import { Node } from './node.ts';
import { AuditSourceStatus } from './source-status.ts';
import { TimeWindow } from './window.ts';

export const AuditSource = builder.objectRef<Source>('AuditSource').implement({
  description: 'One account in one region: what a single ActionTrail endpoint answers for.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    account: t.exposeString('account', {
      nullable: false,
      description: 'Name of the account in the configuration of this gateway.',
    }),
    accountId: t.exposeString('accountId', { nullable: false, description: 'Alibaba Cloud account id.' }),
    region: t.exposeString('region', {
      nullable: false,
      description: 'Region id, for example `cn-hangzhou`.',
    }),
    isEmulated: t.exposeBoolean('isEmulated', {
      nullable: false,
      description: 'True for an emulator: its events are invented.',
    }),
    availableRange: t.field({
      type: TimeWindow,
      nullable: false,
      description: 'What can be asked for now: 90 days back, less an hour, until now.',
      resolve: (_source, _args, { call }) => ({
        start: earliestSecond(call),
        end: Math.floor(call.nowMs / 1000),
      }),
    }),
    status: t.field({
      type: AuditSourceStatus,
      nullable: false,
      description: 'The live part. Costs no upstream call.',
      resolve: (source, _args, { monitor }) => monitor.statusOf(source),
    }),
  }),
});

export const AuditSourceInput = builder.inputType('AuditSourceInput', {
  description:
    'One account and some or all of its configured regions; without an account, every account that has the regions.',
  fields: (t) => ({
    account: t.string({
      description: 'Name of the account in the configuration, as `auditSources` lists it.',
    }),
    regions: t.stringList({ description: 'Region ids; left out: every configured region of the account.' }),
  }),
});

export const AuditSourceRef = builder.inputType('AuditSourceRef', {
  description: 'Names one account, and where it matters the region whose endpoint is asked.',
  fields: (t) => ({
    account: t.string({ required: true, description: 'Name of the account in the configuration.' }),
    region: t.string({
      description:
        "Region id; left out: the account's first configured region. ActionTrail does not document whether every " +
        'region knows every delivery job.',
    }),
  }),
});

builder.queryField('auditSources', (t) =>
  t.field({
    authScopes: anyReader,
    type: [AuditSource],
    nullable: { list: false, items: false },
    description: 'What the viewer may read, in the order of its configuration. Costs no upstream call.',
    resolve: (_root, _args, { sources }) => [...sources],
  }),
);

export function sourceByGlobalId(id: string, { sources }: Context): Source | null {
  return sources.find((source) => source.id === id) ?? null;
}
