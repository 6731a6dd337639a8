import type { Condition, LookUpField } from '../model/action-trail.ts';
import { allOf, type Expression, isNever, type Term } from './terms.ts';

/** One look-up that ActionTrail can do, and what is left to be checked here. */
export interface Branch {
  readonly conditions: readonly Condition[];
  /** The terms behind the conditions: ActionTrail is the authority on them. */
  readonly pushed: readonly Term[];
  readonly residual: Expression;
}

/** Branches may bring the same event twice; no branch at all: nothing can match. A function of the filter and of how many look-ups there is time for. */
export type Plan = readonly Branch[];

/**
 * The pairs that ActionTrail documents ("Set the LookupAttribute parameter", 2025-05), in its own order.
 * Its list also names PrincipalId beside ServiceName, but not among the keys: left out until that is known.
 */
export const documentedPairs: readonly (readonly [LookUpField, readonly LookUpField[]])[] = [
  [
    'serviceName',
    ['eventName', 'userName', 'roleName', 'resourceName', 'access', 'isSensitive', 'eventType'],
  ],
  ['resourceName', ['resourceType', 'eventName', 'userName', 'roleName', 'serviceName']],
  ['eventType', ['eventName']],
];

/** Most selective first: what names one thing, then what names a kind of things. */
const selectivity: readonly LookUpField[] = [
  'eventId',
  'accessKeyId',
  'resourceName',
  'eventName',
  'userName',
  'roleName',
  'sourceIpAddress',
  'isSensitive',
  'resourceType',
  'eventType',
  'serviceName',
  'access',
];

/** Each branch costs a call on every page. Beyond these many, reading everything once is likely to be cheaper. */
export const mostBranches = 8;

/**
 * The way whose weakest look-up is the most selective; of several, the one with the fewest look-ups. Where rights are
 * limited to services, only ways that read nothing else, as long as there is one: how far a scan came, and how many
 * calls it took, would tell of what was read.
 */
export function planFilter(filter: Expression, most = mostBranches): Plan {
  if (isNever(filter)) return [];
  const ways = [[singleBranch(filter)], ...alternatives(filter).filter(({ length }) => length <= most)];
  const guarded = ways.filter((way) => way.every(({ pushed }) => pushed.some(isGuard)));
  const [best = []] = (guarded.length > 0 ? guarded : ways).sort(
    (a, b) => weakestRank(a) - weakestRank(b) || a.length - b.length,
  );
  return best;
}

/** One event at the most is no number of events. */
function isGuard({ isGuarding, pushable }: Term): boolean {
  return isGuarding === true || pushable?.field === 'eventId';
}

function weakestRank(plan: Plan): number {
  const rankOfBranch = ({ conditions }: Branch) =>
    Math.min(...conditions.map(({ field }) => selectivity.indexOf(field)));
  return Math.max(...plan.map(rankOfBranch));
}

/** Pushes down what stands beside each other in one conjunction. */
function singleBranch(filter: Expression): Branch {
  const parts = conjuncts(filter);
  const pushed = bestPair(parts.filter(isSingle));
  return {
    conditions: inDocumentedOrder(pushed.map(conditionOf)),
    pushed,
    residual: allOf(parts.filter((part) => !pushed.some((term) => term === part))),
  };
}

/** Every way to split the filter into look-ups with a condition each: over an `in`, or over an `or`. */
function alternatives(filter: Expression): Plan[] {
  const parts = conjuncts(filter);
  return parts.flatMap((part) => {
    const choices = choicesOf(part);
    if (choices === null) return [];
    const rest = parts.filter((other) => other !== part);
    const branches = choices.map((choice) => singleBranch(allOf([choice, ...rest])));
    return branches.every(({ conditions }) => conditions.length > 0) ? [branches] : [];
  });
}

function choicesOf(part: Expression): readonly Expression[] | null {
  if (part.kind === 'or') return part.parts;
  if (part.kind !== 'term' || part.pushable === null) return null;
  const { field, values } = part.pushable;
  return values.map((value) => ({ ...part, pushable: { field, values: [value] } }));
}

export function conjuncts(filter: Expression): readonly Expression[] {
  return filter.kind === 'and' ? filter.parts : [filter];
}

type SingleTerm = Term & { readonly pushable: NonNullable<Term['pushable']> };

function isSingle(part: Expression): part is SingleTerm {
  return part.kind === 'term' && part.pushable?.values.length === 1;
}

/** The most selective term, before all others what keeps within rights, and the most selective of those that may go with it. */
function bestPair(terms: readonly SingleTerm[]): readonly SingleTerm[] {
  const [best, ...others] = terms.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (best === undefined) return [];
  const partner = others.find((other) => mayPair(best.pushable.field, other.pushable.field));
  return partner === undefined ? [best] : [best, partner];
}

function rankOf(term: SingleTerm): number {
  const rank = selectivity.indexOf(term.pushable.field);
  return isGuard(term) ? rank - selectivity.length : rank;
}

function conditionOf({ pushable: { field, values } }: SingleTerm): Condition {
  return { field, value: values[0] ?? '' };
}

function mayPair(one: LookUpField, other: LookUpField): boolean {
  return documentedPairs.some(
    ([first, partners]) =>
      (first === one && partners.includes(other)) || (first === other && partners.includes(one)),
  );
}

function inDocumentedOrder(conditions: readonly Condition[]): readonly Condition[] {
  const [one, two] = conditions;
  if (one === undefined || two === undefined) return conditions;
  const isOrdered = documentedPairs.some(
    ([first, partners]) => first === one.field && partners.includes(two.field),
  );
  return isOrdered ? [one, two] : [two, one];
}
