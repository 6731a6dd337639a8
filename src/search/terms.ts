import type { LookUpField } from '../model/action-trail.ts';
import type { AuditEvent } from '../model/event.ts';
import { badUserInput } from '../model/fault.ts';
import type { EventFilter, IpMatch, StringMatch } from '../model/filter.ts';
import { limits } from '../model/limits.ts';
import { type IpBlock, isInside, parseBlock } from './ip.ts';

/** One match on one field: what it is called, what ActionTrail could do with it, and whether an event passes. */
export interface Term {
  readonly kind: 'term';
  readonly field: string;
  /** The values of which ActionTrail would have to match one; null where it cannot express the term. */
  readonly pushable: { readonly field: LookUpField; readonly values: readonly string[] } | null;
  /** The values of an `eq` or `in`, of which one has to match. */
  readonly exact: readonly string[];
  readonly matches: (event: AuditEvent) => boolean;
  /** Added for the sake of rights: nobody asked for it, so nobody is told of it. */
  readonly isOfGrant?: true;
  /** Its `pushable` values are granted services: who asks for one of them reads nothing that is not granted. */
  readonly isGuarding?: true;
}

/** A filter as a tree of terms: checked, and without what says nothing. */
export type Expression =
  | Term
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression };

/** Throws BAD_USER_INPUT that names the field, what was expected and what came. */
export function parseFilter(filter: EventFilter): Expression {
  let terms = 0;
  const parse = (part: EventFilter, path: string, depth: number): Expression => {
    if (depth > limits.maxFilterDepth) {
      throw badUserInput(
        `${path}: expected at most ${limits.maxFilterDepth} levels of and/or/not, got more.`,
      );
    }
    const { and, or, not, ...fields } = part;
    const own = Object.entries(fields).flatMap(([field, match]) =>
      match == null ? [] : [termOf(field, match, `${path}.${field}`)],
    );
    terms += own.length;
    if (terms > limits.maxFilterTerms) {
      throw badUserInput(`filter: expected at most ${limits.maxFilterTerms} matches, got more.`);
    }
    const nested = (one: EventFilter, name: string) => parse(one, `${path}.${name}`, depth + 1);
    return allOf([
      ...own,
      ...(and ?? []).map((one, index) => nested(one, `and[${index}]`)),
      ...(or == null ? [] : [anyOf(or.map((one, index) => nested(one, `or[${index}]`)))]),
      ...(not == null ? [] : [noneOf(nested(not, 'not'))]),
    ]);
  };
  return parse(filter, 'filter', 0);
}

/** `and` of nothing is true, `or` of nothing is false. */
export const always: Expression = { kind: 'and', parts: [] };
export const never: Expression = { kind: 'or', parts: [] };

function isAlways(expression: Expression): boolean {
  return expression.kind === 'and' && expression.parts.length === 0;
}

export function isNever(expression: Expression): boolean {
  return expression.kind === 'or' && expression.parts.length === 0;
}

/** All of them, without what says nothing: flat, and `never` as soon as one part is. */
export function allOf(parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === 'and' ? part.parts : [part]));
  if (flat.some(isNever)) return never;
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { kind: 'and', parts: flat };
}

function anyOf(parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === 'or' ? part.parts : [part]));
  if (flat.some(isAlways)) return always;
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { kind: 'or', parts: flat };
}

function noneOf(part: Expression): Expression {
  if (isNever(part)) return always;
  return isAlways(part) ? never : { kind: 'not', part };
}

export function matches(expression: Expression, event: AuditEvent): boolean {
  switch (expression.kind) {
    case 'term':
      return expression.matches(event);
    case 'and':
      return expression.parts.every((part) => matches(part, event));
    case 'or':
      return expression.parts.some((part) => matches(part, event));
    case 'not':
      return !matches(expression.part, event);
  }
}

type Values = (event: AuditEvent) => readonly (string | null)[];

const one =
  (value: (event: AuditEvent) => string | null): Values =>
  (event) => [value(event)];

/** Where the texts of an event are. A field with several values matches when one of them does. */
const texts: Readonly<Record<string, { readonly values: Values; readonly lookUp?: LookUpField }>> = {
  eventId: { values: one((event) => event.eventId), lookUp: 'eventId' },
  eventName: { values: one((event) => event.eventName), lookUp: 'eventName' },
  serviceName: { values: one((event) => event.serviceName), lookUp: 'serviceName' },
  eventType: { values: one((event) => event.eventTypeRaw), lookUp: 'eventType' },
  userName: { values: one((event) => event.actor?.userName ?? null), lookUp: 'userName' },
  roleName: { values: one((event) => event.actor?.roleName ?? null), lookUp: 'roleName' },
  accessKeyId: { values: one((event) => event.actor?.accessKey?.accessKeyId ?? null), lookUp: 'accessKeyId' },
  resourceType: { values: (event) => event.resources.map(({ type }) => type), lookUp: 'resourceType' },
  resourceName: { values: (event) => event.resources.map(({ name }) => name), lookUp: 'resourceName' },
  sessionName: { values: one((event) => event.actor?.sessionName ?? null) },
  principalId: { values: one((event) => event.actor?.principalId ?? null) },
  actorType: { values: one((event) => event.actor?.typeRaw ?? null) },
  accountId: { values: one((event) => event.actor?.accountId ?? null) },
  errorCode: { values: one((event) => event.error?.code ?? null) },
  requestId: { values: one((event) => event.requestId) },
  userAgent: { values: one((event) => event.userAgent) },
};

function termOf(field: string, match: unknown, path: string): Expression {
  const text = Object.hasOwn(texts, field) ? texts[field] : undefined;
  if (text !== undefined) return textTerm(field, text, match as StringMatch, path);
  switch (field) {
    case 'sourceIpAddress':
      return ipTerm(match as IpMatch, path);
    case 'access':
      return flagTerm(field, (event) => event.access === match, { field, values: [String(match)] });
    case 'isSensitive': {
      // ActionTrail can only be asked for sensitive events.
      const pushable = match === true ? { field: 'isSensitive' as const, values: ['true'] } : null;
      return flagTerm(field, (event) => event.isSensitive === match, pushable);
    }
    case 'isGlobal':
      return flagTerm(field, (event) => event.isGlobal === match, null);
    case 'isMfaAuthenticated':
      return flagTerm(field, (event) => event.actor?.isMfaAuthenticated === match, null);
    case 'outcome':
      return flagTerm(field, (event) => event.outcome === match, null);
    default:
      throw badUserInput(`${path}: this field cannot be filtered by.`);
  }
}

function flagTerm(field: string, passes: Term['matches'], pushable: Term['pushable']): Term {
  return { kind: 'term', field, pushable, exact: [], matches: passes };
}

function textTerm(
  field: string,
  { values, lookUp }: { readonly values: Values; readonly lookUp?: LookUpField },
  match: StringMatch,
  path: string,
): Expression {
  const operator = onlyOperator(match, path);
  const wanted = operator === 'eq' ? [match.eq ?? ''] : (match.in ?? match.notIn ?? []);
  checkValues(wanted, path);
  if (wanted.length === 0 && operator === 'in') return never;
  if (wanted.length === 0 && operator === 'notIn') return always;
  const set = new Set(wanted);
  const present = (event: AuditEvent) => values(event).filter((value) => value !== null);
  const passes: Record<keyof StringMatch, Term['matches']> = {
    eq: (event) => present(event).some((value) => set.has(value)),
    in: (event) => present(event).some((value) => set.has(value)),
    notIn: (event) => !present(event).some((value) => set.has(value)),
    startsWith: (event) => present(event).some((value) => value.startsWith(match.startsWith ?? '')),
    contains: (event) => present(event).some((value) => value.includes(match.contains ?? '')),
    exists: (event) => present(event).length > 0 === match.exists,
  };
  // ActionTrail's behaviour with an empty value is not documented.
  const isExact = (operator === 'eq' || operator === 'in') && !set.has('');
  const pushable = isExact && lookUp !== undefined ? { field: lookUp, values: [...set] } : null;
  return { kind: 'term', field, pushable, exact: isExact ? wanted : [], matches: passes[operator] };
}

function ipTerm(match: IpMatch, path: string): Expression {
  const field = 'sourceIpAddress' as const;
  const operator = onlyOperator(match, path);
  if (operator === 'eq' || operator === 'in') {
    return textTerm(field, { values: one((event) => event.sourceIpAddress), lookUp: field }, match, path);
  }
  const block: IpBlock = parseBlock(match.cidr ?? match.notCidr ?? '', path);
  const isIn = (event: AuditEvent) =>
    event.sourceIpAddress !== null && isInside(event.sourceIpAddress, block);
  return flagTerm(field, operator === 'cidr' ? isIn : (event) => !isIn(event), null);
}

/** GraphQL's @oneOf says the same, but a router may lose it. */
function onlyOperator<Match extends object>(match: Match, path: string): keyof Match {
  const given = Object.entries(match).filter(([, value]) => value != null);
  const [first] = given;
  if (first === undefined || given.length > 1) {
    const got = given.length === 0 ? 'none' : given.map(([name]) => name).join(' and ');
    throw badUserInput(`${path}: expected exactly one operator, got ${got}.`);
  }
  return first[0] as keyof Match;
}

function checkValues(values: readonly string[], path: string): void {
  if (values.length > limits.maxMatchValues) {
    throw badUserInput(`${path}: expected at most ${limits.maxMatchValues} values, got ${values.length}.`);
  }
  // It could not be written into a request, and no event has it.
  if (!values.every((value) => value.isWellFormed())) {
    throw badUserInput(`${path}: expected well-formed Unicode, got half of a surrogate pair.`);
  }
}
