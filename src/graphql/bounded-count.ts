import type { BoundedCount as BoundedCountModel } from '../model/connection.ts';
import { builder } from './builder.ts';
import { ScanReport } from './scan.ts';

const CountRelation = builder.enumType('CountRelation', {
  description:
    'EXACT: everything was counted. AT_LEAST: counting stopped early, or something could not be read.',
  values: ['EXACT', 'AT_LEAST'] as const,
});

export const BoundedCount = builder.objectRef<BoundedCountModel>('BoundedCount').implement({
  description: 'How many, and how sure that is.',
  fields: (t) => ({
    count: t.exposeInt('count', { nullable: false }),
    relation: t.expose('relation', { type: CountRelation, nullable: false }),
    scan: t.expose('scan', { type: ScanReport, nullable: false }),
  }),
});
