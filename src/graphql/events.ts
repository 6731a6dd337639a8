import type { InputShapeFromFields } from '@pothos/core';
import { perObject } from '../model/per-object.ts';
import type { AskedBudget, EventQuestion, EventScope } from '../model/question.ts';
import { BoundedCount } from './bounded-count.ts';
import { builder } from './builder.ts';
import { calls, pageCost, scanCalls } from './cost.ts';
import { AuditEventConnection, AuditEventOrder } from './event-connection.ts';
import { AuditEventFilter } from './filter.ts';
import { EventQueryPlan } from './query-plan.ts';
import { ScanBudgetInput } from './scan.ts';
import { AuditSourceInput } from './source.ts';
import { askedWindow, TimeWindowInput } from './window.ts';

/** Which events: the same arguments wherever events are asked for. */
const scopeArguments = builder.args((t) => ({
  window: t.field({ type: TimeWindowInput }),
  filter: t.field({ type: AuditEventFilter }),
  sources: t.field({
    type: [AuditSourceInput],
    description:
      'At most `auditLimits.maxSources`, and per account no more regions than can each be asked once in time. ' +
      'Left out: every source, if that many can be read.',
  }),
}));

/** The arguments of `events`, wherever it stands. */
export const eventArguments = builder.args((t) => ({
  first: t.int({
    description: 'Page size, 0 to `auditLimits.maxPageSize`; default `defaultPageSize`. Excludes `last`.',
  }),
  after: t.string({ description: 'A cursor that the same question gave out.' }),
  last: t.int({ description: 'Page size, read from the other end. Excludes `first`.' }),
  before: t.string({ description: 'A cursor that the same question gave out.' }),
  ...scopeArguments,
  order: t.field({ type: AuditEventOrder, required: true, defaultValue: 'NEWEST_FIRST' }),
  budget: t.field({ type: ScanBudgetInput }),
}));

builder.queryFields((t) => ({
  events: t.field({
    authScopes: { 'audit:read': true },
    type: AuditEventConnection,
    description:
      'Events of one or more sources, merged in order, each once. Default: newest first, the last 7 days, every ' +
      'source. A page over k sources costs at most k + size / 50 LookupEvents calls, plus what a residual filter ' +
      'makes it read; an account may make two a second. A scan stops at its `budget` with what it has and goes on ' +
      'from its cursor; a source that fails is left out and listed in `scan.missing`.',
    args: eventArguments,
    complexity: pageCost,
    resolve: (_root, args, { loaders }) => loaders.events(questionOf(args)),
  }),
  eventCount: t.field({
    authScopes: { 'audit:read': true },
    type: BoundedCount,
    description: 'How many events match, counted within the budget; says when it stopped.',
    args: { ...scopeArguments, budget: t.arg({ type: ScanBudgetInput }) },
    complexity: (args, context) => calls(scanCalls(args, context)),
    resolve: (_root, { budget, ...scope }, { loaders }) =>
      loaders.eventCount({ ...scopeOf(scope), budget: budgetOf(budget) }),
  }),
  explainEvents: t.field({
    authScopes: { 'audit:read': true },
    type: EventQueryPlan,
    description: 'What `events` would do with these arguments, without doing it. Spends no upstream call.',
    args: scopeArguments,
    resolve: (_root, scope, { loaders }) => loaders.explainEvents(scopeOf(scope)),
  }),
}));

/** What the arguments of `events` ask, in the words of the model. The same arguments object gives the same question. */
export const questionOf: (args: InputShapeFromFields<typeof eventArguments>) => EventQuestion = perObject(
  ({ first, after, last, before, order, budget, ...scope }) => ({
    ...scopeOf(scope),
    order,
    page: { first: first ?? null, after: after ?? null, last: last ?? null, before: before ?? null },
    budget: budgetOf(budget),
  }),
);

function scopeOf({ window, filter, sources }: InputShapeFromFields<typeof scopeArguments>): EventScope {
  return { window: askedWindow(window), filter: filter ?? {}, sources: sources ?? null };
}

function budgetOf(budget: typeof ScanBudgetInput.$inferInput | null | undefined): AskedBudget {
  return { maxUpstreamCalls: budget?.maxUpstreamCalls ?? null, maxWaitSeconds: budget?.maxWait ?? null };
}
