import { resourceOf, userOf } from '../model/entity.ts';
import { accessKeyOf } from '../model/event.ts';
import { badUserInput } from '../model/fault.ts';
import { parseGlobalId } from '../model/global-id.ts';
import { limits } from '../model/limits.ts';
import { anyReader, builder } from './builder.ts';
import type { Context } from './context.ts';
import { calls } from './cost.ts';
import { deliveryJobByGlobalId } from './delivery-job.ts';
import { Node } from './node.ts';
import { sourceByGlobalId } from './source.ts';

builder.queryFields((t) => ({
  node: t.field({
    authScopes: anyReader,
    type: Node,
    description:
      'The object of a global id; null when it does not exist, or no longer. An event or a job costs one call ' +
      '(an event that ActionTrail marks as global up to one per region of its account), the rest none.',
    args: { id: t.arg.id({ required: true }) },
    complexity: calls(1),
    resolve: (_, { id }, context) => nodeById(id, context),
  }),
  nodes: t.field({
    authScopes: anyReader,
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Several objects, in the order of `ids`, at most `auditLimits.maxNodeIds`. A null with an error at its path ' +
      'failed; a null without one does not exist.',
    args: { ids: t.arg.idList({ required: true }) },
    complexity: ({ ids }) => ({ field: calls(ids.length), multiplier: ids.length }),
    resolve: (_, { ids }, context) => {
      if (ids.length > limits.maxNodeIds) {
        throw badUserInput(
          `ids: expected at most ${limits.maxNodeIds}, got ${ids.length}. Ask in several requests.`,
        );
      }
      return ids.map((id) => nodeById(id, context));
    },
  }),
}));

export async function nodeById(id: string, context: Context) {
  const { type, parts } = parseGlobalId(id);
  const [first = '', second = '', third = ''] = parts;
  switch (type) {
    case 'AuditEvent':
      return context.loaders.event(id);
    case 'DeliveryJob':
      return deliveryJobByGlobalId(id, context);
    case 'AuditSource':
      return sourceByGlobalId(id, context);
    case 'AuditUser':
      return userOf(context.sources, { accountId: first, userName: second });
    case 'AuditAccessKey':
      return accessKeyOf(first);
    case 'AuditResource':
      return resourceOf(context.sources, { accountId: first, type: second, name: third });
    case 'AuditViewer':
      return id === context.viewer.id ? context.viewer : null;
  }
}
