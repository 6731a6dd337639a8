import type { PageInfo as PageInfoModel } from '../model/connection.ts';
import { builder } from './builder.ts';

export const PageInfo = builder.objectRef<PageInfoModel>('PageInfo').implement({
  description: 'Where a page stands among the others, as the Relay cursor connections specification says.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      nullable: false,
      description: 'True while there may be more; never found out by an extra upstream call.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { nullable: false }),
    startCursor: t.string({ resolve: ({ startCursor }) => startCursor() }),
    endCursor: t.string({
      description: 'Goes on from here as `after`. An empty page that can go on has one too.',
      resolve: ({ endCursor }) => endCursor(),
    }),
  }),
});
