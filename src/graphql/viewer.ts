import { builder } from './builder.ts';
import type { ShownViewer } from './context.ts';
import { Node } from './node.ts';

const AuditViewer = builder.objectRef<ShownViewer>('AuditViewer').implement({
  description: 'Who asks, and what for.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    scopes: t.field({
      type: ['String'],
      nullable: { list: false, items: false },
      description:
        'What may be asked for: `audit:read` events, `audit:raw` their `raw` field, `jobs:read` delivery jobs, ' +
        '`introspect` this schema.',
      resolve: ({ scopes }) => [...scopes],
    }),
  }),
});

builder.queryField('auditViewer', (t) =>
  t.field({
    authScopes: { viewer: true },
    type: AuditViewer,
    nullable: false,
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
