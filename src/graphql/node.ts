import type { AccessKey } from '../model/event.ts';
import { globalId, type NodeType, parseGlobalId } from '../model/global-id.ts';
import { builder } from './builder.ts';

/** Keys come with every event, so they carry no id: it is made where it is asked for. */
type NodeValue = { readonly id: string } | AccessKey;

export const Node = builder.interfaceRef<NodeValue>('Node').implement({
  description: 'Whatever can be fetched again by its `id`.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description:
        'Global id: stable, the same on every replica; readable, not secret, and it grants nothing.',
      resolve: idOf,
    }),
  }),
  resolveType: typeNameOf,
});

export function typeNameOf(node: NodeValue): NodeType {
  return parseGlobalId(idOf(node)).type;
}

function idOf(node: NodeValue): string {
  return 'id' in node ? node.id : globalId('AuditAccessKey', node.accessKeyId);
}
