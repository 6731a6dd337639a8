import type { PageInfo as PageInfoModel } from '../model/connection.ts';
import { builder } from './builder.ts';

export const PageInfo = builder.objectRef<PageInfoModel>('PageInfo').implement({
  description: 'Where a page stands among the others, as the Relay cursor connections specification says.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      nullable: false,
      description: 'May be true although nothing follows: no upstream call is made to find out.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      nullable: false,
      description: 'The same in the other direction.',
    }),
    startCursor: t.string({
      description: 'Goes on from here as `before`.',
      resolve: ({ startCursor }) => startCursor(),
    }),
    endCursor: t.string({
      description: 'Goes on from here as `after`. An empty page that can go on has one too.',
      resolve: ({ endCursor }) => endCursor(),
    }),
  }),
});
