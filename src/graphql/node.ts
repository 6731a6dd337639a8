import { parseGlobalId } from '../model/global-id.ts';
import { builder } from './builder.ts';

export const Node = builder.interfaceRef<{ readonly id: string }>('Node').implement({
  description: 'Whatever can be fetched again by its `id`.',
  fields: (t) => ({
    id: t.exposeID('id', {
      nullable: false,
      description:
        'Global id: stable, the same on every replica; readable, not secret, and it grants nothing.',
    }),
  }),
  resolveType: ({ id }) => parseGlobalId(id).type,
});
