import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What a selection is resolved against. `variables`: those that `innerVariables` names. */
export interface Scope {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((one) => [one.name.value, one]));
}

/**
 * The names of the variables that stand anywhere but in the arguments of a root field: with their values, what is
 * selected below the root is constant.
 */
export function innerVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly string[] {
  const names = new Set<string>();
  const note = (node: SelectionNode | SelectionSetNode | FragmentDefinitionNode) =>
    visit(node, {
      Variable: ({ name }) => {
        names.add(name.value);
      },
    });
  for (const selection of operation.selectionSet.selections) {
    note(selection.kind === Kind.FIELD ? { ...selection, arguments: [] } : selection);
  }
  for (const fragment of fragmentsOf(document).values()) note(fragment);
  return [...names].sort();
}

/** The fields of an object by the name they have in the answer, in its order (GraphQL, CollectFields). */
export function collectFields(
  scope: Scope,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  const collect = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (!isIncluded(scope, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        fields.set(name, [...(fields.get(name) ?? []), selection]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread && seen.has(selection.name.value)) continue;
      if (isSpread) seen.add(selection.name.value);
      const fragment = isSpread ? scope.fragments.get(selection.name.value) : selection;
      if (fragment !== undefined && isMeant(scope, type, fragment.typeCondition?.name.value)) {
        collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

function isIncluded({ variables }: Scope, selection: SelectionNode): boolean {
  if (selection.directives === undefined || selection.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
}

function isMeant({ schema }: Scope, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

/** Whether a field's own arguments depend on variables. */
export function hasVariables({ arguments: args }: FieldNode): boolean {
  let found = false;
  for (const argument of args ?? []) {
    visit(argument, {
      Variable: () => {
        found = true;
        return BREAK;
      },
    });
  }
  return found;
}
