import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  type TypeNode,
} from 'graphql';
import { limits, upstreamPageSize } from '../model/limits.ts';
import type { SourceSelector } from '../model/source.ts';
import type { Context } from './context.ts';

// What a question may cost, in points: one for a field, as often as its lists may be long, and a hundred for each call
// to ActionTrail that it may bring about. Fields that read or repeat say so in their option `complexity`.

/** A second holds two calls of an account, and much more than two hundred fields. */
const pointsOfCall = 100;

export function calls(count: number): number {
  return 1 + count * pointsOfCall;
}

/** A list that is as long as its page, which the field above has counted. */
export const countedAbove = { field: 1, multiplier: 1 };

interface AskedPage {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
}

/** How long a page may be. What is out of bounds is refused by the field itself. */
export function pageLength({ first, last }: AskedPage, byDefault: number): number {
  return Math.max(1, first ?? last ?? byDefault);
}

interface AskedScan extends AskedPage {
  readonly sources?: readonly SourceSelector[] | null | undefined;
  readonly budget?: { readonly maxUpstreamCalls?: number | null | undefined } | null | undefined;
}

/** Of a connection of events. */
export function pageCost(args: AskedScan, context: Context) {
  const length = pageLength(args, limits.defaultPageSize);
  return {
    field: calls(scanCalls(args, context) + Math.ceil(length / upstreamPageSize)),
    multiplier: length,
  };
}

/** The same of an entity, counted as one call: what entities start together has a cap of its own. */
export function pageOfEntity(args: AskedPage) {
  return { field: calls(1), multiplier: pageLength(args, limits.defaultPageSize) };
}

/** A page of each source, and what the budget allows beyond. */
export function scanCalls({ sources, budget }: AskedScan, context: Context): number {
  const beyond = budget?.maxUpstreamCalls ?? limits.defaultUpstreamCalls;
  return sourceCount(sources, context) + Math.max(0, beyond);
}

/** At most: selectors may overlap. */
export function sourceCount(asked: AskedScan['sources'], { sources }: Context): number {
  const all = sources.length;
  if (asked == null) return all;
  return Math.min(
    all,
    asked.reduce((sum, { regions }) => sum + (regions?.length ?? all), 0),
  );
}

interface AskedOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Throws a GraphQLError where variables or arguments do not fit. The operation must exist. */
function costOf(schema: GraphQLSchema, asked: AskedOperation, context: Context): number {
  const { document, operationName, variables } = asked;
  // The plugin takes the first operation that it meets.
  const isWanted = (one: DefinitionNode) =>
    one.kind !== Kind.OPERATION_DEFINITION || operationName == null || one.name?.value === operationName;
  const wanted = { ...document, definitions: document.definitions.filter(isWanted) };
  return complexityFromQuery(wanted, { schema, ctx: context, variables }).complexity;
}

/**
 * The points of an operation, told before anything of it is executed. The last answer is kept with each document: most
 * are asked again and again, with other cursors and the same sizes.
 */
export function createCosts(schema: GraphQLSchema) {
  const known = new WeakMap<DocumentNode, { readonly key: string; readonly cost: number }>();
  return (asked: AskedOperation, context: Context): number => {
    const key = keyOf(schema, asked, context);
    const last = known.get(asked.document);
    if (last?.key === key) return last.cost;
    const cost = costOf(schema, asked, context);
    known.set(asked.document, { key, cost });
    return cost;
  };
}

/** What a cost depends on besides the document: sizes, lists and objects among the variables, and how many sources. */
function keyOf(
  schema: GraphQLSchema,
  { document, operationName, variables }: AskedOperation,
  context: Context,
) {
  const weighty = document.definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION
      ? (one.variableDefinitions ?? [])
          .filter(({ type }) => isWeighty(schema, type))
          .map(({ variable }) => variables[variable.name.value])
      : [],
  );
  return JSON.stringify([operationName, context.sources.length, weighty]);
}

function isWeighty(schema: GraphQLSchema, type: TypeNode): boolean {
  if (type.kind === Kind.LIST_TYPE) return true;
  if (type.kind === Kind.NON_NULL_TYPE) return isWeighty(schema, type.type);
  return type.name.value === 'Int' || isInputObjectType(schema.getType(type.name.value));
}
