import type { Edge, EventConnection } from '../model/connection.ts';
import type { AuditEvent as AuditEventModel } from '../model/event.ts';
import { plainText, requestField } from '../model/field-facts.ts';
import { builder } from './builder.ts';
import { countedAbove } from './cost.ts';
import { AuditEvent } from './event.ts';
import { PageInfo } from './page-info.ts';
import { ScanReport } from './scan.ts';
import { TimeWindow } from './window.ts';

export const AuditEventOrder = builder.enumType('AuditEventOrder', {
  description: "By event time; within one second in ActionTrail's own order, which it does not document.",
  values: ['NEWEST_FIRST', 'OLDEST_FIRST'] as const,
});

const AuditEventEdge = builder.objectRef<Edge<AuditEventModel>>('AuditEventEdge').implement({
  fields: (t) => ({
    node: t.expose('node', { type: AuditEvent, nullable: false }),
    cursor: t.string({
      nullable: false,
      description:
        'The place of this event: `after` goes on behind it, `before` ends in front of it. Bound to filter, order, ' +
        'sources and window; good after a restart and with another page size. At most 512 characters.',
      extensions: { [plainText]: true },
      resolve: ({ cursor }) => cursor(),
    }),
  }),
});

export const AuditEventConnection = builder.objectRef<EventConnection>('AuditEventConnection').implement({
  description: 'A page of events.',
  fields: (t) => ({
    edges: t.field({
      type: [AuditEventEdge],
      nullable: { list: false, items: false },
      complexity: countedAbove,
      resolve: ({ edges }) => edges,
    }),
    nodes: t.field({
      type: [AuditEvent],
      nullable: { list: false, items: false },
      description: 'The events of `edges`.',
      complexity: countedAbove,
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.expose('pageInfo', { type: PageInfo, nullable: false }),
    scan: t.expose('scan', { type: ScanReport, nullable: false, extensions: { [requestField]: true } }),
    window: t.expose('window', {
      type: TimeWindow,
      nullable: false,
      description: 'The absolute window this page belongs to: a relative one is frozen by the first page.',
    }),
  }),
});
