import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { Scope } from './selection.ts';
import { Unusual } from './unusual.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * What a resolver is told of the query, as graphql-js would: all but its helpers, and the path of a field below the
 * root, which the writer does not keep. Who asks for those is answered by graphql-js.
 */
export function resolveInfo(
  { schema, fragments, operation }: Scope,
  parentType: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
  rootName: string | null,
): (variableValues: Variables) => Omit<GraphQLResolveInfo, 'getAbortSignal' | 'getAsyncHelpers'> {
  const told = {
    fieldName: field.name,
    fieldNodes: nodes,
    returnType: field.type,
    parentType,
    schema,
    fragments: Object.fromEntries(fragments),
    rootValue: undefined,
    operation,
  };
  return (variableValues) => ({
    ...told,
    variableValues: { ...variableValues },
    get path() {
      if (rootName !== null) return { prev: undefined, key: rootName, typename: parentType.name };
      throw new Unusual('A resolver that wants to know where it stands.');
    },
  });
}
