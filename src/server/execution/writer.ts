import {
  type DocumentNode,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type FieldWriter, fieldWriter, typenameWriter, type Writer } from './field.ts';
import { keepingList } from './keeping.ts';
import { leafWriter, type WriteLeaf } from './leaf.ts';
import { neighboursOf } from './neighbours.ts';
import { quickLeaf, quickList, quickObject } from './quick.ts';
import { quickFieldsOf } from './quick-field.ts';
import { collectFields, fragmentsOf, type Scope } from './selection.ts';
import { allOf, heeded, isPromise, type Run, sum, type Text, type Write } from './text.ts';
import { Unusual } from './unusual.ts';

// A query as functions that write its answer: graphql's execution without errors and without a tree of objects. What
// goes wrong is thrown, and graphql-js does the whole again, with the errors as it tells them.

/** A query that can be executed as often as it is asked. */
export interface CompiledQuery {
  /** Throws, or rejects, with whatever goes wrong. */
  write(run: Run): Text;
  /** Below the root it asks for nothing but what the values of the root fields are made of (`model/lasting.ts`). */
  readonly isLasting: boolean;
}

/** `variables`: the values of those that `innerVariables` names. Throws Unusual for what it cannot write. */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): CompiledQuery {
  const type = schema.getQueryType();
  if (type == null || operation.operation !== 'query') throw new Unusual('Only queries are compiled.');
  const scope: Scope = { schema, operation, fragments: fragmentsOf(document), variables };
  const fields = fieldWriters(scope, type, [operation.selectionSet], true);
  const write = inBraces(fields.map((field) => field.write));
  return { write: (run) => write(undefined, run), isLasting: fields.every(({ isLasting }) => isLasting) };
}

function writerOf(scope: Scope, type: GraphQLOutputType, nodes: readonly FieldNode[]): Writer {
  if (isNonNullType(type)) return present(writerOf(scope, type.ofType, nodes));
  return nullable(presentWriterOf(scope, type, nodes));
}

function presentWriterOf(scope: Scope, type: GraphQLOutputType, nodes: readonly FieldNode[]): Writer {
  if (isLeafType(type)) return leaf(leafWriter(type));
  if (isListType(type)) return listWriter(writerOf(scope, type.ofType, nodes), !isNonNullType(type.ofType));
  if (isObjectType(type)) return objectWriter(scope, type, nodes);
  if (isAbstractType(type)) return abstractWriter(scope, type, nodes);
  throw new Unusual('No other types are known.');
}

function leaf(write: WriteLeaf): Writer {
  return { key: '', isPure: true, isLasting: true, write, quick: quickLeaf(write) };
}

function nullable({ write, ...writer }: Writer): Writer {
  return { ...writer, write: (value, run) => (value == null ? 'null' : write(value, run)) };
}

function present({ write, ...writer }: Writer): Writer {
  const checked: Write = (value, run) => {
    if (value == null) throw new Unusual('A null where none may be.');
    return write(value, run);
  };
  return { ...writer, write: checked };
}

function listWriter(item: Writer, isNullable: boolean): Writer {
  const write: Write = (list, run) => {
    if (!Array.isArray(list)) throw new Unusual('A list that is no array.');
    const texts: Text[] = [];
    for (const one of list) texts.push(isPromise(one) ? later(item, one, run) : item.write(one, run));
    return sum(texts, '[', ',', ']');
  };
  return {
    ...item,
    write: item.isPure ? keepingList(item.key, write) : write,
    quick: item.quick === null ? null : quickList(item.quick, isNullable),
  };
}

function later({ write }: Writer, value: Promise<unknown>, run: Run | null): Text {
  return heeded(value.then((done) => write(done, run)));
}

function objectWriter(scope: Scope, type: GraphQLObjectType, nodes: readonly FieldNode[]): Writer {
  if (type.isTypeOf != null) throw new Unusual('isTypeOf is not asked.');
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const fields = fieldWriters(scope, type, sets);
  const quick = quickFieldsOf(fields);
  return {
    key: `${type.name}{${fields.map(({ key }) => key).join(' ')}}`,
    isPure: fields.every(({ isPure }) => isPure),
    isLasting: fields.every(({ isLasting }) => isLasting),
    write: inBraces(neighboursOf(type.name, fields)),
    quick: quick === null ? null : quickObject(quick),
  };
}

function inBraces(parts: readonly Write[]): Write {
  const write = allOf(parts, '{', '}');
  return (source, run) => {
    if (source instanceof Error) throw source;
    return write(source, run);
  };
}

function fieldWriters(
  scope: Scope,
  parent: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  isRoot = false,
): readonly FieldWriter[] {
  return [...collectFields(scope, parent, sets)].map(([name, nodes], index) => {
    const [node] = nodes;
    if (node === undefined) throw new Unusual('A field without a node.');
    const place = { scope, parent, name, node, nodes, isFirst: index === 0, isRoot };
    if (node.name.value === '__typename') return typenameWriter(place);
    const field = parent.getFields()[node.name.value];
    if (field === undefined) throw new Unusual('Introspection is answered by graphql-js.');
    return fieldWriter(place, field, writerOf(scope, field.type, nodes));
  });
}

function abstractWriter(scope: Scope, type: GraphQLAbstractType, nodes: readonly FieldNode[]): Writer {
  const writers = new Map<string, Writer>();
  const writerFor = (name: string): Writer => {
    const concrete = scope.schema.getType(name);
    if (!isObjectType(concrete) || !scope.schema.isSubType(type, concrete)) {
      throw new Unusual('No possible type.');
    }
    const writer = objectWriter(scope, concrete, nodes);
    writers.set(name, writer);
    return writer;
  };
  const resolveType = type.resolveType as ((value: unknown, context: unknown) => unknown) | null | undefined;
  if (resolveType == null) throw new Unusual('The default type resolver.');
  const write: Write = (value, run) => {
    if (value instanceof Error) throw value;
    const name = resolveType(value, run?.context);
    if (typeof name !== 'string') throw new Unusual('A type that takes its time.');
    return (writers.get(name) ?? writerFor(name)).write(value, run);
  };
  return { key: type.name, isPure: false, isLasting: false, write, quick: null };
}
