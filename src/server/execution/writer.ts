import {
  type DocumentNode,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { lastingField } from '../../model/lasting.ts';
import type { KeptTexts } from './kept-texts.ts';
import { leafWriter } from './leaf.ts';
import { resolveInfo } from './resolve-info.ts';
import { collectFields, fragmentsOf, hasVariables, type Scope } from './selection.ts';
import { Unusual } from './unusual.ts';

// A query as functions that write its answer: graphql's execution without errors and without a tree of objects. What
// goes wrong is thrown, and graphql-js does the whole again, with the errors as it tells them.

/** JSON; a promise of it where something below has to wait. */
export type Text = string | Promise<string>;

/** What one execution may reach. */
export interface Run {
  /** Null: of somebody whom nobody knows. */
  readonly context: object | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null: nothing is kept. */
  readonly kept: KeptTexts | null;
  /** Where the values of root fields are noted, as they come. */
  readonly roots: unknown[];
}

/** Throws, or rejects, with whatever goes wrong. */
export type WriteQuery = (run: Run) => Text;

/** A query that can be executed as often as it is asked. */
export interface CompiledQuery {
  readonly write: WriteQuery;
  /** Below the root it asks for nothing but what the values of the root fields are made of (`model/lasting.ts`). */
  readonly isLasting: boolean;
}

/**
 * `run` is null where the text is to be kept with the object: what was written without knowing who asks, and when, is
 * right for everybody.
 */
type Write = (value: unknown, run: Run | null) => Text;

interface Writer {
  /** What is selected, as one text: equal keys write the same. */
  readonly key: string;
  /** Needs nothing but the object, which it does not wait for either. */
  readonly isPure: boolean;
  /** Writes the same as long as the object lasts. */
  readonly isLasting: boolean;
  readonly write: Write;
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
  const fields = [...collectFields(scope, type, [operation.selectionSet])].map(([name, nodes], index) =>
    fieldWriter(scope, type, name, nodes, index, true),
  );
  const write = inBraces(fields.map((field) => field.write));
  return { write: (run) => write(undefined, run), isLasting: fields.every(({ isLasting }) => isLasting) };
}

function writerOf(scope: Scope, type: GraphQLOutputType, nodes: readonly FieldNode[]): Writer {
  if (isNonNullType(type)) return present(writerOf(scope, type.ofType, nodes));
  return nullable(presentWriterOf(scope, type, nodes));
}

function presentWriterOf(scope: Scope, type: GraphQLOutputType, nodes: readonly FieldNode[]): Writer {
  if (isLeafType(type)) return { key: '', isPure: true, isLasting: true, write: leafWriter(type) };
  if (isListType(type)) return listWriter(writerOf(scope, type.ofType, nodes));
  if (isObjectType(type)) return objectWriter(scope, type, nodes);
  if (isAbstractType(type)) return abstractWriter(scope, type, nodes);
  throw new Unusual('No other types are known.');
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

function listWriter(item: Writer): Writer {
  const write: Write = (value, run) => {
    if (!Array.isArray(value)) throw new Unusual('A list that is no array.');
    return sum(value, '[', ',', ']', (one) =>
      isPromise(one) ? heeded(one.then((done) => item.write(done, run))) : item.write(one, run),
    );
  };
  return { ...item, write: item.isPure ? keepingList(item.key, write) : write };
}

/**
 * A list that is frozen is one that is met again (`EventConnection.edges`). Its text is put together from those that
 * are kept with its objects: other lists may have some of them.
 */
function keepingList(itemKey: string, write: Write): Write {
  const key = `[${itemKey}]`;
  return (list, run) => {
    if (run === null || run.kept === null || !Object.isFrozen(list)) return write(list, run);
    const known = run.kept.get(key, list as object);
    if (known !== undefined) return known;
    const text = write(list, { context: null, variables: {}, kept: run.kept, roots: [] });
    if (typeof text === 'string') run.kept.set(key, list as object, flat(text));
    return text;
  };
}

function objectWriter(scope: Scope, type: GraphQLObjectType, nodes: readonly FieldNode[]): Writer {
  if (type.isTypeOf != null) throw new Unusual('isTypeOf is not asked.');
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const fields = [...collectFields(scope, type, sets)].map(([name, same], index) =>
    fieldWriter(scope, type, name, same, index),
  );
  return {
    key: `${type.name}{${fields.map(({ key }) => key).join(' ')}}`,
    isPure: fields.every(({ isPure }) => isPure),
    isLasting: fields.every(({ isLasting }) => isLasting),
    write: inBraces(stretchesOf(type, fields)),
  };
}

function inBraces(parts: readonly Write[]): Write {
  return (source, run) => {
    if (source instanceof Error) throw source;
    return sum(parts, '{', '', '}', (write) => write(source, run));
  };
}

/** The texts of all parts; a promise of them where one of them is. */
function sum<Part>(
  parts: readonly Part[],
  begin: string,
  separator: string,
  end: string,
  textOf: (part: Part) => Text,
): Text {
  let text = begin;
  let waiting: Text[] | null = null;
  for (let index = 0; index < parts.length; index += 1) {
    if (index > 0) text += separator;
    const part = textOf(parts[index] as Part);
    if (typeof part === 'string') {
      text += part;
    } else {
      waiting ??= [];
      waiting.push(text, part);
      text = '';
    }
  }
  text += end;
  return waiting === null ? text : heeded(Promise.all([...waiting, text]).then((texts) => texts.join('')));
}

/** Fields that stand beside each other and need nothing but their object are written, and kept, as one. */
function stretchesOf(type: GraphQLObjectType, fields: readonly Writer[]): readonly Write[] {
  const stretches: Writer[][] = [];
  for (const field of fields) {
    const last = stretches.at(-1);
    if (field.isPure && last?.[0]?.isPure === true) last.push(field);
    else stretches.push([field]);
  }
  return stretches.map((stretch) =>
    stretch[0]?.isPure === true ? keeping(type, stretch) : allOf(stretch.map(({ write }) => write)),
  );
}

function keeping(type: GraphQLObjectType, fields: readonly Writer[]): Write {
  const key = `${type.name} ${fields.map((field) => field.key).join(' ')}`;
  const write = allOf(fields.map((field) => field.write));
  // Objects of one type are made alike: one that can change speaks for all.
  let mayKeep = true;
  return (source, run) => {
    if (run === null || run.kept === null || !mayKeep || typeof source !== 'object' || source === null) {
      return write(source, run);
    }
    const known = run.kept.get(key, source);
    if (known !== undefined) return known;
    mayKeep = isConstant(source);
    if (!mayKeep) return write(source, run);
    const text = write(source, null);
    if (typeof text === 'string') run.kept.set(key, source, flat(text));
    return text;
  };
}

function allOf(parts: readonly Write[]): Write {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return (source, run) => sum(parts, '', '', '', (write) => write(source, run));
}

type Field = GraphQLField<unknown, unknown>;
type Resolved = (source: unknown, run: Run | null) => unknown;

/** With its name, and the comma in front of it. */
function fieldWriter(
  scope: Scope,
  parent: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
  index: number,
  isRoot = false,
): Writer {
  const head = `${index === 0 ? '' : ','}${JSON.stringify(name)}:`;
  const [node] = nodes;
  if (node === undefined) throw new Unusual('A field without a node.');
  if (node.name.value === '__typename') {
    const text = `${head}${JSON.stringify(parent.name)}`;
    return { key: text, isPure: true, isLasting: true, write: () => text };
  }
  const field: Field | undefined = parent.getFields()[node.name.value];
  if (field === undefined) throw new Unusual('Introspection is answered by graphql-js.');
  const value = writerOf(scope, field.type, nodes);
  const args =
    isRoot && hasVariables(node) ? null : Object.freeze(getArgumentValues(field, node, scope.variables));
  const info = resolveInfo(scope, parent, field, nodes, isRoot ? name : null);
  const resolved = isRoot ? noted(resolution(field, node, args, info)) : resolution(field, node, args, info);
  // Whose resolver takes no context cannot depend on who asks, nor when.
  const isOfObject = field.resolve === undefined || field.resolve.length <= 2;
  return {
    key: `${head}${field.name}${JSON.stringify(args)}${value.key}`,
    isPure: value.isPure && isOfObject,
    isLasting: value.isLasting && (isOfObject || isRoot || field.extensions[lastingField] === true),
    write: (source, run) => {
      const result = resolved(source, run);
      if (isPromise(result)) {
        return heeded(result.then(async (done) => `${head}${await value.write(done, run)}`));
      }
      const text = value.write(result, run);
      return typeof text === 'string' ? head + text : heeded(text.then((done) => head + done));
    },
  };
}

/** What a field's resolver gives; without one, the property of its name. `args`: null where a run has to tell them. */
function resolution(
  field: Field,
  node: FieldNode,
  args: object | null,
  info: ReturnType<typeof resolveInfo>,
): Resolved {
  const { name, resolve } = field;
  if (resolve === undefined) {
    return (source) => {
      const value: unknown = (source as Record<string, unknown> | null | undefined)?.[name];
      if (typeof value === 'function') throw new Unusual('A method for a field.');
      return value;
    };
  }
  const wantsInfo = resolve.length > 3;
  const call = resolve as (source: unknown, args: object, context?: unknown, info?: unknown) => unknown;
  return (source, run) => {
    const given = args ?? getArgumentValues(field, node, run?.variables);
    if (run === null) return call(source, given);
    return call(source, given, run.context ?? undefined, wantsInfo ? info(run.variables) : undefined);
  };
}

/** Notes what a root field came to. */
function noted(resolved: Resolved): Resolved {
  return (source, run) => {
    const value = resolved(source, run);
    if (!isPromise(value)) return note(run, value);
    return heeded(value.then((done) => note(run, done)));
  };
}

function note(run: Run | null, value: unknown): unknown {
  run?.roots.push(value);
  return value;
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
  return { key: type.name, isPure: false, isLasting: false, write };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** A neighbour may fail first, and then nobody waits for this one: that must not count as an unhandled rejection. */
function heeded<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Data that is frozen all the way down. A function that is frozen says of itself that it always gives the same. */
function isConstant(value: unknown): boolean {
  if (typeof value === 'function') return Object.isFrozen(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isConstant);
}

/** The same text in one piece: the engine keeps a sum of texts as a tree of its parts until somebody looks into it. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
