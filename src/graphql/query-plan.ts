import type {
  EventQueryPlan as EventQueryPlanModel,
  PushedAttribute as PushedAttributeModel,
  SourcePlan as SourcePlanModel,
} from '../model/connection.ts';
import { builder } from './builder.ts';
import { ScanWarning } from './scan.ts';
import { AuditSource } from './source.ts';

const PushedAttribute = builder.objectRef<PushedAttributeModel>('PushedAttribute').implement({
  description: 'One exact match that ActionTrail does by itself.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, description: 'Field of the filter.' }),
    value: t.exposeString('value', { nullable: false }),
  }),
});

const PlanBranch = builder.objectRef<SourcePlanModel['branches'][number]>('PlanBranch').implement({
  description: 'One look-up that ActionTrail can do: at most two conditions.',
  fields: (t) => ({
    pushedDown: t.field({
      type: [PushedAttribute],
      nullable: { list: false, items: false },
      description: 'Empty: everything in the window is read.',
      resolve: ({ pushedDown }) => [...pushedDown],
    }),
  }),
});

const SourcePlan = builder.objectRef<SourcePlanModel>('SourcePlan').implement({
  description: 'How one source would be read.',
  fields: (t) => ({
    source: t.expose('source', { type: AuditSource, nullable: false }),
    branches: t.field({
      type: [PlanBranch],
      nullable: { list: false, items: false },
      description: 'Look-ups whose results are merged. Empty: nothing can match, and nothing is asked.',
      resolve: ({ branches }) => [...branches],
    }),
    residual: t.exposeStringList('residual', {
      nullable: false,
      description: 'Filter fields evaluated in the gateway.',
    }),
  }),
});

export const EventQueryPlan = builder.objectRef<EventQueryPlanModel>('EventQueryPlan').implement({
  description: 'What reading the whole window would do, and what it would cost as far as that is known.',
  fields: (t) => ({
    sources: t.field({
      type: [SourcePlan],
      nullable: { list: false, items: false },
      resolve: ({ sources }) => [...sources],
    }),
    estimatedCalls: t.exposeInt('estimatedCalls', {
      description: 'Null where nothing is known of the window yet.',
    }),
    estimatedWaitMs: t.exposeInt('estimatedWaitMs', {
      description: "At each account's rate, with nobody else asking. Null like `estimatedCalls`.",
    }),
    basis: t.exposeString('basis', {
      nullable: false,
      description: 'What the estimate goes by, or why there is none.',
    }),
    warnings: t.field({
      type: [ScanWarning],
      nullable: { list: false, items: false },
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
});
