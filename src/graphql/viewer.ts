import { builder } from './builder.ts';
import type { Viewer } from './context.ts';
import { Node } from './node.ts';

const AuditViewer = builder.objectRef<Viewer>('AuditViewer').implement({
  description: 'Who asks. Everybody is the same viewer so far.',
  interfaces: [Node],
  fields: (t) => ({ id: t.exposeID('id', { nullable: false }) }),
});

builder.queryField('auditViewer', (t) =>
  t.field({ type: AuditViewer, nullable: false, resolve: (_root, _args, { viewer }) => viewer }),
);
