import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Values for arguments by their name, as GraphQL writes them: sound ones, and some that are refused. */
export type Literals = Readonly<Record<string, readonly string[]>>;

export interface RandomQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const operation = ($yes: boolean, $no: boolean, selection: string) => ({
  query: `query Random($yes: Boolean!, $no: Boolean!, $count: Int) ${selection} ${told}`,
  variables: { yes: $yes, no: $no, count: 1 },
});
/** So that every variable is used, and a fragment is there to be spread. */
const told =
  'fragment Told on Query { __typename @include(if: $yes) @skip(if: $no) auditLimits { maxPageSize } ' +
  'counted: events(first: $count) { nodes { resources(first: $count) { name } } } }';

/** Any query that is valid for a schema, without some fields: aliases, fragments, directives, variables, repetitions. */
export function randomQueries(
  schema: GraphQLSchema,
  literals: Literals,
  leftOut: readonly string[],
): fc.Arbitrary<RandomQuery> {
  return fc.gen().map((pick) => {
    const oneOf = <T>(values: readonly T[]): T => values[pick(fc.nat, { max: values.length - 1 })] as T;
    const chance = (percent: number) => pick(fc.nat, { max: 99 }) < percent;
    let names = 0;

    const argumentsOf = (args: readonly GraphQLArgument[]): string => {
      const given = args.flatMap((arg) => {
        const known = literals[arg.name];
        if (known === undefined || (!isRequiredArgument(arg) && chance(60))) return [];
        return [`${arg.name}: ${oneOf(known)}`];
      });
      return given.length === 0 ? '' : `(${given.join(', ')})`;
    };
    const directive = () =>
      chance(90) ? '' : ` ${oneOf(['@skip', '@include'])}(if: ${oneOf(['true', 'false', '$yes', '$no'])})`;

    const selectionOf = (type: GraphQLOutputType, depth: number): string => {
      const named = getNamedType(type);
      if (isLeafType(named)) return '';
      if (isAbstractType(named)) {
        const parts = schema
          .getPossibleTypes(named)
          .map((one) => `... on ${one.name} ${selectionOf(one, depth)}`);
        return `{ __typename ${parts.join(' ')} }`;
      }
      if (!isObjectType(named)) throw new Error('No other types are known.');
      const fields = Object.values(named.getFields()).filter((field) => {
        if (field.args.some((arg) => isRequiredArgument(arg) && literals[arg.name] === undefined))
          return false;
        if (leftOut.includes(field.name)) return false;
        return depth > 0 || isLeafType(getNamedType(field.type));
      });
      if (fields.length === 0) return '{ __typename }';
      const chosen = Array.from({ length: 1 + pick(fc.nat, { max: 3 }) }, () => {
        const field = oneOf(fields);
        names += 1;
        const alias = chance(70) || field.args.length > 0 ? `a${names}: ` : '';
        const text = `${alias}${field.name}${argumentsOf(field.args)}${directive()} ${selectionOf(field.type, depth - 1)}`;
        return chance(85) ? text : `... on ${named.name}${directive()} { ${text} __typename }`;
      });
      return `{ ${chance(20) ? '__typename ' : ''}${chosen.join(' ')} }`;
    };
    const query = schema.getQueryType();
    if (query == null) throw new Error('A schema has a query type.');
    const body = selectionOf(query, 3).replace(/^\{/, '{ ...Told ');
    return operation(true, false, body);
  });
}
