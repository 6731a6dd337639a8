import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  printType,
} from 'graphql';
import { auditableResourceType } from './auditable-resource.ts';
import { directives } from './directives.ts';
import { entities } from './entities.ts';

export interface FederationOptions {
  /** Also `AuditableResource`, which composes only where a neighbour declares an interface of that name. */
  readonly auditableResource: boolean;
}

/** `@cost` and `@listSize` are new in 2.9. */
const specification = 'https://specs.apollo.dev/federation/v2.9';

/** Every subgraph may have these, and there they would collide. */
const ownOnly = new Set(['Node', 'Query.node', 'Query.nodes']);

/** The public schema as routers compose it: with keys and directives, without what collides, `@oneOf` declared. */
export function subgraphSdl(schema: GraphQLSchema, { auditableResource }: FederationOptions): string {
  const added = auditableResource ? printType(auditableResourceType(schema)) : '';
  const { definitions } = parse(`${printSchema(schema)}\n${added}`, { noLocation: true });
  const types = definitions.filter((type) => !ownOnly.has(nameOf(type))).map(asSubgraph);
  const used = new Set(types.flatMap(directivesIn).filter((name) => !known.has(name)));
  const imports = [...used].sort().map((name) => `"@${name}"`);
  return [
    `extend schema @link(url: "${specification}", import: [${imports.join(', ')}])`,
    // graphql knows it by itself, composition has to be told.
    'directive @oneOf on INPUT_OBJECT',
    ...types.map(print),
  ].join('\n\n');
}

/** Part of GraphQL itself. */
const known = new Set(['deprecated', 'oneOf', 'specifiedBy']);

function asSubgraph(type: DefinitionNode): DefinitionNode {
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return type;
  const name = type.name.value;
  const fields = (type.fields ?? []).map((field) => ({ ...field, at: `${name}.${field.name.value}` }));
  return {
    ...type,
    interfaces: (type.interfaces ?? []).filter((one) => !ownOnly.has(one.name.value)),
    directives: [...keysOf(name), ...directivesAt(name)],
    fields: fields
      .filter(({ at }) => !ownOnly.has(at))
      .map(({ at, ...field }) => ({
        ...field,
        directives: [...(field.directives ?? []), ...directivesAt(at)],
      })),
  };
}

function keysOf(type: string): readonly ConstDirectiveNode[] {
  const keys = Object.hasOwn(entities, type) ? Object.keys(entities[type as keyof typeof entities]) : [];
  return parseDirectives(keys.map((fields) => `@key(fields: "${fields}")`).join(' '));
}

function directivesAt(coordinate: string): readonly ConstDirectiveNode[] {
  return parseDirectives(Object.hasOwn(directives, coordinate) ? (directives[coordinate] ?? '') : '');
}

function parseDirectives(text: string): readonly ConstDirectiveNode[] {
  const [type] = parse(`type T ${text} { f: Int }`, { noLocation: true }).definitions;
  return (type as ObjectTypeDefinitionNode).directives ?? [];
}

function directivesIn(type: DefinitionNode): readonly string[] {
  const fields = type.kind === Kind.OBJECT_TYPE_DEFINITION ? (type.fields ?? []) : [];
  const own = 'directives' in type ? (type.directives ?? []) : [];
  return [...own, ...fields.flatMap((field) => field.directives ?? [])].map(({ name }) => name.value);
}

function nameOf(type: DefinitionNode): string {
  return 'name' in type ? (type.name?.value ?? '') : '';
}
