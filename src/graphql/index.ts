// graphql: translates between the promise (the schema) and the words (the model).
// In: arguments. Out: what the loaders answered, field by field; a resolver is one to five lines.
// May touch: ctx.loaders and what the context holds. Never: catches, or calls search or actiontrail.
// Lost? If you have a loop, you live in `search`.
import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './scalars.ts';
import './entity-events.ts';
import './events.ts';
import './limits.ts';
import './nodes.ts';
import './viewer.ts';

export { type Context, type Settings, type ShownViewer, scopesKeptWith } from './context.ts';
export { createCosts } from './cost.ts';
export { subgraphSdl } from './federation/print.ts';
export { federated } from './federation/schema.ts';

export const schema: GraphQLSchema = builder.toSchema();
