import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  type Source,
  validate,
} from 'graphql';
import type { RequestLimits } from '../model/limits.ts';

/**
 * A document of brackets would overflow the stack of what walks it, so its tokens are counted while it is read. Throws
 * a GraphQLError.
 */
export function parseDocument(
  source: string | Source,
  { maxTokens }: Pick<RequestLimits, 'maxTokens'>,
): DocumentNode {
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    if (error instanceof RangeError)
      throw limitError('Expected lists and objects to nest less deeply. Use variables.');
    if (!(error instanceof GraphQLError) || !/^Syntax Error: Document contains more/.test(error.message))
      throw error;
    throw limitError(
      `Expected a document of at most ${maxTokens} tokens (names, values, punctuation), got more. ${apart}`,
    );
  }
}

const apart = 'Ask in several requests.';

type DocumentLimits = Pick<
  RequestLimits,
  'maxDepth' | 'maxAliases' | 'maxRootFields' | 'maxDirectives' | 'maxValidationErrors'
>;

/**
 * Everything that is wrong with a document whatever its variables, the first few: what GraphQL says, or else what is
 * too much in any of its operations. Depends on nothing else, so it may be kept with the document.
 */
export function documentErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  limits: DocumentLimits,
): readonly GraphQLError[] {
  const shown = limits.maxValidationErrors;
  // Beyond maxErrors, graphql adds one more to say that it has stopped.
  const invalid = validate(schema, document, undefined, { maxErrors: shown }).slice(0, shown);
  return invalid.length > 0 ? invalid : excesses(document, limits).slice(0, shown);
}

/** What a part of a document amounts to. A fragment counts as often as it is spread. */
interface Size {
  /** Levels of fields. */
  readonly depth: number;
  /** Fields of the first level. */
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

const nothing: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

/** Of a valid document: cycles of fragments were refused before. */
function excesses(document: DocumentNode, limits: DocumentLimits): GraphQLError[] {
  const fragments = fragmentSizes(document);
  return document.definitions.flatMap((operation) =>
    operation.kind === Kind.OPERATION_DEFINITION ? excessesOf(operation, fragments, limits) : [],
  );
}

function excessesOf(
  operation: OperationDefinitionNode,
  fragments: SizeOfFragment,
  limits: DocumentLimits,
): GraphQLError[] {
  const size = sizeOf(operation.selectionSet, fragments);
  const ownDirectives = [operation, ...(operation.variableDefinitions ?? [])].reduce(countDirectives, 0);
  const checks = [
    [size.depth, limits.maxDepth, 'levels of fields', 'Ask for what lies deeper by its id.'],
    [size.aliases, limits.maxAliases, 'aliases', apart],
    [size.fields, limits.maxRootFields, 'root fields', apart],
    [size.directives + ownDirectives, limits.maxDirectives, 'directives', 'Leave some out.'],
  ] as const;
  return checks
    .filter(([got, allowed]) => got > allowed)
    .map(([got, allowed, what, advice]) => {
      const message = `Expected at most ${allowed} ${what} in an operation, got ${got}. ${advice}`;
      return limitError(message, operation);
    });
}

/** What is wrong with an operation once its variables are known, before anything of it is executed. */
export function costErrors(costOf: () => number, maxCost: number): readonly GraphQLError[] {
  try {
    const cost = costOf();
    if (cost <= maxCost) return [];
    return [
      limitError(
        `Expected an operation that costs at most ${maxCost} points, got ${cost}: see \`auditLimits.maxCost\`. ` +
          'Ask for smaller pages, fewer fields or smaller budgets.',
      ),
    ];
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** `LIMIT_EXCEEDED` before execution. */
function limitError(message: string, operation?: OperationDefinitionNode): GraphQLError {
  const nodes = operation === undefined ? null : operation;
  return new GraphQLError(message, { nodes, extensions: { code: 'LIMIT_EXCEEDED' } });
}

type SizeOfFragment = (name: string) => Size;

/** Each fragment is measured once, however often it is spread: fragments that double each other cost nothing. */
function fragmentSizes(document: DocumentNode): SizeOfFragment {
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) definitions.set(one.name.value, one);
  }
  const known = new Map<string, Size>();
  const sizeOfFragment = (name: string): Size => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const definition = definitions.get(name);
    if (definition === undefined) return nothing;
    const inner = sizeOf(definition.selectionSet, sizeOfFragment);
    const size = { ...inner, directives: countDirectives(inner.directives, definition) };
    known.set(name, size);
    return size;
  };
  return sizeOfFragment;
}

/** Recursive as the parser is: what could be parsed can be walked. */
function sizeOf(set: SelectionSetNode | undefined, fragments: SizeOfFragment): Size {
  let { depth, fields, aliases, directives } = nothing;
  for (const selection of set?.selections ?? []) {
    const inner = innerSize(selection, fragments);
    const isField = selection.kind === Kind.FIELD;
    depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
    fields += isField ? 1 : inner.fields;
    aliases += inner.aliases + (isField && selection.alias !== undefined ? 1 : 0);
    directives += countDirectives(inner.directives, selection);
  }
  return { depth, fields, aliases, directives };
}

function innerSize(selection: SelectionNode, fragments: SizeOfFragment): Size {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return fragments(selection.name.value);
  const inner = sizeOf(selection.selectionSet, fragments);
  // How deep introspection may go is bounded by graphql itself; the usual question is deeper than any of ours.
  const isIntrospection = selection.kind === Kind.FIELD && selection.name.value.startsWith('__');
  return isIntrospection ? { ...inner, depth: 0 } : inner;
}

function countDirectives(sum: number, { directives }: { readonly directives?: readonly unknown[] }): number {
  return sum + (directives?.length ?? 0);
}
