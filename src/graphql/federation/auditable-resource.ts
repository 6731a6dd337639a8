import { GraphQLNonNull, GraphQLObjectType, type GraphQLSchema, GraphQLString } from 'graphql';
import { type Resource, resourceOf } from '../../model/entity.ts';
import type { Source } from '../../model/source.ts';

export interface AuditableKey {
  readonly acsAccountId: string;
  readonly acsType: string;
  readonly acsName: string;
}

/** A resource under the names that a neighbour's interface gives its key. */
export function auditableResource(
  sources: readonly Source[],
  { acsAccountId, acsType, acsName }: AuditableKey,
): (Resource & AuditableKey) | null {
  const resource = resourceOf(sources, { accountId: acsAccountId, type: acsType, name: acsName });
  return resource && { ...resource, acsAccountId, acsType, acsName };
}

/**
 * What a neighbour's interface `AuditableResource` gets from here: `auditEvents` on everything that implements it. Its
 * field is `AuditResource.events` under another name.
 */
export function auditableResourceType(schema: GraphQLSchema): GraphQLObjectType {
  const { events } = (schema.getType('AuditResource') as GraphQLObjectType).toConfig().fields;
  if (events === undefined) throw new Error('AuditResource has no events.');
  const text = { type: new GraphQLNonNull(GraphQLString) };
  return new GraphQLObjectType({
    name: 'AuditableResource',
    description: 'Whatever a neighbour says is a cloud resource: an interface there, one object here.',
    fields: { acsAccountId: text, acsType: text, acsName: text, auditEvents: events },
  });
}
