import {
  type GraphQLFieldConfigMap,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { Context } from '../context.ts';
import { typeNameOf } from '../node.ts';
import { auditableResourceType } from './auditable-resource.ts';
import { entities, findEntity } from './entities.ts';
import { type FederationOptions, subgraphSdl } from './print.ts';

/**
 * The public schema, and what routers ask beside it: `_service` and `_entities`. The types are the very same ones, so
 * that no resolver is wrapped; clients and routers may share a gateway.
 */
export function federated(schema: GraphQLSchema, options: FederationOptions): GraphQLSchema {
  const config = schema.toConfig();
  const query = schema.getQueryType();
  if (query == null) throw new Error('A subgraph needs a query type.');
  const added = options.auditableResource ? [auditableResourceType(schema)] : [];
  const types = [...config.types.filter((type) => type !== query), ...added];
  const entityTypes = types.filter((type) => type instanceof GraphQLObjectType && type.name in entities);
  const sdl = subgraphSdl(schema, options);
  return new GraphQLSchema({
    ...config,
    types,
    query: new GraphQLObjectType({
      ...query.toConfig(),
      fields: { ...query.toConfig().fields, ...fieldsOf(entityTypes as GraphQLObjectType[], sdl) },
    }),
  });
}

function fieldsOf(types: readonly GraphQLObjectType[], sdl: string): GraphQLFieldConfigMap<unknown, Context> {
  const names = types.map(({ name }) => name);
  return {
    _service: {
      description: 'For routers: the whole subgraph.',
      type: new GraphQLNonNull(
        new GraphQLObjectType({ name: '_Service', fields: { sdl: { type: GraphQLString } } }),
      ),
      resolve: () => ({ sdl }),
    },
    _entities: {
      description:
        'For routers: the objects of keys, in the order of `representations`; null for what does not exist. All ' +
        'look-ups that entities start in one operation are at most `auditLimits.maxEntityLookUps`.',
      type: new GraphQLNonNull(
        new GraphQLList(
          new GraphQLUnionType({ name: '_Entity', types: [...types], resolveType: entityTypeOf }),
        ),
      ),
      args: { representations: { type: anyList } },
      extensions: { complexity: entitiesCost },
      resolve: (_root, { representations }, context) =>
        (representations as readonly unknown[]).map((one) => findEntity(one, names, context)),
    },
  };
}

/** Equal keys are asked once, but each has an answer, which may be a page long. */
function entitiesCost({ representations }: { readonly representations: readonly unknown[] }) {
  return { field: 1, multiplier: representations.length };
}

function entityTypeOf(entity: Parameters<typeof typeNameOf>[0]): string {
  return 'acsType' in entity ? 'AuditableResource' : typeNameOf(entity);
}

const anyList = new GraphQLNonNull(
  new GraphQLList(new GraphQLNonNull(new GraphQLScalarType({ name: '_Any' }))),
);
