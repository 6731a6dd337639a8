import { limits } from '../model/limits.ts';
import { builder } from './builder.ts';
import type { Settings } from './context.ts';

const AuditLimits = builder.objectRef<typeof limits & Settings>('AuditLimits').implement({
  description: 'Limits and defaults of this gateway, so that clients need not guess them.',
  fields: (t) => ({
    defaultPageSize: t.exposeInt('defaultPageSize', {
      nullable: false,
      description: 'Default of `first` of `events`.',
    }),
    maxPageSize: t.exposeInt('maxPageSize', {
      nullable: false,
      description: 'Most that `first` and `last` of `events` take.',
    }),
    maxNodeIds: t.exposeInt('maxNodeIds', { nullable: false, description: 'Most ids that `nodes` takes.' }),
    maxJobPageSize: t.exposeInt('maxJobPageSize', {
      nullable: false,
      description: 'Most that `first` and `last` of `deliveryJobs` take, and their default.',
    }),
    maxFilterDepth: t.exposeInt('maxFilterDepth', {
      nullable: false,
      description: 'Nesting of `and`, `or` and `not`.',
    }),
    maxFilterTerms: t.exposeInt('maxFilterTerms', {
      nullable: false,
      description: 'Single matches in a filter, over all of its nesting.',
    }),
    maxMatchValues: t.exposeInt('maxMatchValues', {
      nullable: false,
      description: 'Most values of one `in` or `notIn`.',
    }),
    maxSources: t.exposeInt('maxSources', {
      nullable: false,
      description: 'Most sources of one question; the rate of an account may allow fewer.',
    }),
    defaultUpstreamCalls: t.exposeInt('defaultUpstreamCalls', {
      nullable: false,
      description: 'Of a budget.',
    }),
    maxUpstreamCalls: t.exposeInt('maxUpstreamCalls', {
      nullable: false,
      description: 'Most that `ScanBudgetInput.maxUpstreamCalls` takes.',
    }),
    defaultWaitMs: t.exposeInt('defaultWaitMs', {
      nullable: false,
      description: 'Default of `ScanBudgetInput.maxWait`.',
    }),
    maxWaitMs: t.exposeInt('maxWaitMs', {
      nullable: false,
      description: 'Most that `ScanBudgetInput.maxWait` can bring about.',
    }),
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
