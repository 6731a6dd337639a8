import {
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLArgument,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
} from 'graphql';

/**
 * What has changed since the last release in a way that breaks clients, and is not announced: word for word, in the
 * section "Breaking" of the changelog's newest version. Code marks do not count.
 */
export function unannouncedChanges(released: string, current: string, changelog: string): string[] {
  const [before, now] = [buildSchema(released), buildSchema(current)];
  return [...findBreakingChanges(before, now), ...findDangerousChanges(before, now).filter(isBreakingHere)]
    .map(({ description }) => description.replace(/\.$/, ''))
    .filter(notIn(changelog));
}

/** A client that relied on a default gets another answer. New members of enums and inputs are announced as harmless. */
function isBreakingHere({ type }: { readonly type: DangerousChangeType }): boolean {
  return type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE;
}

/** The keys that neighbours may have built on and that the subgraph has no longer, unless they are announced as well. */
export function unannouncedKeyLosses(released: string, current: string, changelog: string): string[] {
  const kept = new Set(keysOf(current));
  return keysOf(released)
    .filter((key) => !kept.has(key))
    .map((key) => `${key} was removed`)
    .filter(notIn(changelog));
}

function keysOf(subgraph: string): string[] {
  return parse(subgraph).definitions.flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (type.directives ?? [])
          .filter(({ name }) => name.value === 'key')
          .map((key) => `${type.name.value} ${print(key)}`)
      : [],
  );
}

/** Whole words: `Job.name was removed` does not stand in `DeliveryJob.name was removed`, nor `Int` in `Int!`. */
function notIn(changelog: string): (description: string) => boolean {
  const announced = breakingSection(changelog).replaceAll('`', '');
  return (description) => {
    const parts = announced.split(description);
    const stands = parts
      .slice(1)
      .some((after, index) => !/[\w.]$/.test(parts[index] ?? '') && !/^[\w!\]]/.test(after));
    return !stands;
  };
}

function breakingSection(changelog: string): string {
  const [, newest = ''] = changelog.split(/^## /m);
  return newest.split(/^### /m).find((section) => section.startsWith('Breaking')) ?? '';
}

/** Deprecations without a reason and a day, which stands at their end: `… Removed after 2027-06-30.` */
export function undatedDeprecations(schema: GraphQLSchema): string[] {
  return deprecations(schema)
    .filter(([, reason]) => !/\S\s+Removed after \d{4}-\d{2}-\d{2}\.$/.test(reason))
    .map(([coordinate, reason]) => `${coordinate}: ${JSON.stringify(reason)}`);
}

function deprecations(schema: GraphQLSchema): [coordinate: string, reason: string][] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      const members = isEnumType(type)
        ? type.getValues()
        : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
          ? Object.values(type.getFields())
          : [];
      return members.flatMap((member) => {
        const at = `${type.name}.${member.name}`;
        const args: readonly GraphQLArgument[] = 'args' in member ? member.args : [];
        return [
          reasonAt(at, member),
          ...args.map((argument) => reasonAt(`${at}(${argument.name}:)`, argument)),
        ].flat();
      });
    });
}

function reasonAt(
  coordinate: string,
  { deprecationReason }: { readonly deprecationReason?: string | null | undefined },
): [coordinate: string, reason: string][] {
  return deprecationReason == null ? [] : [[coordinate, deprecationReason]];
}
