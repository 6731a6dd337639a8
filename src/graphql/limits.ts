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
    maxBodyBytes: t.exposeInt('maxBodyBytes', { nullable: false, description: 'Of the body of a request.' }),
    maxTokens: t.exposeInt('maxTokens', {
      nullable: false,
      description: 'Names, values and punctuation of a document.',
    }),
    maxDepth: t.exposeInt('maxDepth', {
      nullable: false,
      description:
        'Levels of fields in one operation, introspection aside. This and the next three count a fragment as often as ' +
        'it is spread.',
    }),
    maxAliases: t.exposeInt('maxAliases', { nullable: false, description: 'In one operation.' }),
    maxRootFields: t.exposeInt('maxRootFields', { nullable: false, description: 'Of one operation.' }),
    maxDirectives: t.exposeInt('maxDirectives', { nullable: false, description: 'In one operation.' }),
    maxValidationErrors: t.exposeInt('maxValidationErrors', {
      nullable: false,
      description: 'How many errors of a document are told.',
    }),
    maxVariableDepth: t.exposeInt('maxVariableDepth', {
      nullable: false,
      description: 'Lists and objects within each other in variables.',
    }),
    maxVariableValues: t.exposeInt('maxVariableValues', {
      nullable: false,
      description: 'Values, lists and objects in the variables of one operation.',
    }),
    maxCost: t.exposeInt('maxCost', {
      nullable: false,
      description:
        'Points of one operation: 1 for each field, as often as the pages and lists around it may be long, and 100 ' +
        'for each call to ActionTrail that it may bring about (a page of each source, and the budget). What ' +
        'is asked of a user, key or resource counts as one call: `maxEntityLookUps` caps the rest.',
    }),
    maxNodeIds: t.exposeInt('maxNodeIds', { nullable: false, description: 'Most ids that `nodes` takes.' }),
    maxEntityLookUps: t.exposeInt('maxEntityLookUps', {
      nullable: false,
      description:
        'Most look-ups that one operation may start through entities: `events` and `lastChange` of users, keys and ' +
        'resources, and what routers ask by key. A question counts with each of its sources; what is remembered is free.',
    }),
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
    authScopes: { viewer: true },
    type: AuditLimits,
    nullable: false,
    resolve: (_root, _args, { settings }) => ({ ...limits, ...settings }),
  }),
);
