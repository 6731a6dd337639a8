import { type DocumentNode, GraphQLError, visit } from 'graphql';
import { Fault } from '../model/fault.ts';
import { type Grant, mayUse } from '../model/grant.ts';
import { perObject } from '../model/per-object.ts';

/** Fields that tell of the schema itself: `_service` has it as a text. */
const schemaFields: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);

/** The refusal of a document that asks for the schema without the scope; null for all others. */
export function schemaRefusal(document: DocumentNode, grant: Grant): Fault | null {
  if (mayUse(grant, 'introspect') || !asksForSchema(document)) return null;
  return new Fault('FORBIDDEN', 'Your rights do not cover the schema. See `auditViewer { scopes }`.');
}

/** Documents are parsed once and kept, so each is looked through once. */
const asksForSchema = perObject((document: DocumentNode): boolean => {
  let found = false;
  visit(document, {
    Field: ({ name }) => {
      found ||= schemaFields.has(name.value);
    },
  });
  return found;
});

/**
 * Errors as they may be told without the scope. What graphql says of a document or a variable names types and fields,
 * suggests some, and by its mere number tells which exist: of all that, one constant sentence is left.
 */
export function withoutSchema(errors: readonly unknown[], grant: Grant): readonly unknown[] {
  if (mayUse(grant, 'introspect')) return errors;
  const isUnfit = (error: unknown) => codeOf(error) === 'GRAPHQL_VALIDATION_FAILED';
  const [unfit] = errors.filter(isUnfit);
  const others = errors.filter((error) => !isUnfit(error)).map(withoutTypes);
  return unfit === undefined ? others : [unfitDocument(), ...others];
}

function unfitDocument(): GraphQLError {
  return new GraphQLError('The document does not fit the schema.', {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}

function withoutTypes(error: unknown): unknown {
  if (!(error instanceof GraphQLError) || isOfResolver(error)) return error;
  const [, what, name = ''] = /^(Variable|Argument) "(\$?\w+)"/.exec(error.message) ?? [];
  if (what === undefined) return error;
  const { path } = error;
  return new GraphQLError(`${what} "${name.slice(0, 100)}" has no value of its type.`, path && { path });
}

/** What was thrown while a field was made, by something else than graphql. */
function isOfResolver({ path, originalError }: GraphQLError): boolean {
  if (originalError instanceof GraphQLError) return isOfResolver(originalError);
  return path !== undefined && originalError != null;
}

function codeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? error.extensions.code : undefined;
}
