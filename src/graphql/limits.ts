import { limits } from '../model/limits.ts';
import { builder } from './builder.ts';
import type { Settings } from './context.ts';

const AuditLimits = builder.objectRef<typeof limits & Settings>('AuditLimits').implement({
  description: 'Limits and defaults of this gateway, so that clients need not guess them.',
  fields: (t) => ({
    defaultPageSize: t.exposeInt('defaultPageSize', { nullable: false, description: 'Of `events`.' }),
    maxPageSize: t.exposeInt('maxPageSize', { nullable: false, description: 'Of `events`; an error above.' }),
    maxNodeIds: t.exposeInt('maxNodeIds', { nullable: false, description: 'Of `nodes`.' }),
    maxJobPageSize: t.exposeInt('maxJobPageSize', { nullable: false, description: 'Of `deliveryJobs`.' }),
    requestTimeoutMs: t.exposeInt('requestTimeoutMs', {
      nullable: false,
      description: 'After this long a request is answered with what there is.',
    }),
    settleDelayMs: t.int({
      nullable: false,
      description: 'Events younger than this may still be joined by late arrivals.',
      resolve: ({ settleDelaySeconds }) => settleDelaySeconds * 1000,
    }),
    retentionDays: t.exposeInt('retentionDays', {
      nullable: false,
      description: 'How far back ActionTrail answers.',
    }),
  }),
});

builder.queryField('auditLimits', (t) =>
  t.field({
    type: AuditLimits,
    nullable: false,
    resolve: (_root, _args, { settings }) => ({ ...limits, ...settings }),
  }),
);
