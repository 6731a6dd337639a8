import type { Behaviour } from './behaviour.ts';
import type { Params } from './call.ts';
import type { EventRow, Shape } from './dataset/row.ts';
import { apiError } from './errors.ts';

export interface Condition {
  readonly key: string;
  readonly value: string;
}

type Values = (row: EventRow) => readonly (string | undefined)[];

/** What each key looks at. Values are compared exactly, case included. */
const KEYS: ReadonlyMap<string, Values> = new Map<string, Values>([
  ['ServiceName', (row) => [row.action.service]],
  ['EventName', (row) => [row.action.name]],
  ['User', (row) => [row.actor.userName]],
  ['PrincipalId', (row) => [row.actor.principalId]],
  ['EventId', (row) => [row.id]],
  ['ResourceType', (row) => row.resources.map(({ type }) => type)],
  ['ResourceName', (row) => row.resources.map(({ id }) => id)],
  ['EventRW', (row) => [row.action.rw]],
  ['EventAccessKeyId', (row) => [row.actor.accessKeyId]],
  ['SensitiveAction', (row) => [row.action.isSensitive ? 'true' : undefined]],
  ['SourceIpAddress', (row) => [row.address]],
  ['EventType', (row) => [row.eventType]],
  ['RoleName', (row) => [row.actor.roleName]],
]);

/** The documented pairs, in either order. All others are refused. */
const PAIRS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ServiceName',
    [
      'EventName',
      'User',
      'PrincipalId',
      'RoleName',
      'ResourceName',
      'EventRW',
      'SensitiveAction',
      'EventType',
    ],
  ],
  ['ResourceName', ['ResourceType', 'EventName', 'User', 'RoleName', 'ServiceName']],
  ['EventType', ['EventName']],
]);

/** What an event in the bare form says; it is found by nothing else, since it has nothing else. */
const BARE_KEYS: readonly string[] = ['EventId', 'EventName'];

/** What other forms leave out or leave empty, so that it does not find them either. */
const UNSAID: Partial<Record<Shape, readonly string[]>> = {
  'console-call': ['EventRW'],
  'empty-texts': ['ResourceType', 'ResourceName'],
  'bare-resource-types': ['ResourceType'],
};

/**
 * The conditions in force: of more than two only the first two count, of one key given twice only the second.
 * Names are `LookupAttribute.1.Key` and `LookupAttribute.1.Value`, numbered from 1.
 */
export function conditionsFrom(params: Params): readonly Condition[] {
  const given = [...numbered(params).entries()]
    .sort(([left], [right]) => left - right)
    .map(([, pair]) => pair);
  const byKey = new Map<string, string>();
  for (const { key, value } of given.slice(0, 2)) {
    // Neither half may be missing or empty; what the service says then is not documented.
    if (key === undefined || key === '') throw apiError('InvalidLookupAttributesException');
    if (value === undefined || value === '') throw apiError('InvalidQueryParameter');
    byKey.set(key, value);
  }
  return [...byKey].map(([key, value]) => ({ key, value }));
}

/** Tells whether an event meets all conditions. Throws where they cannot be combined. */
export function matcherOf(
  conditions: readonly Condition[],
  behaviour: Behaviour,
): (row: EventRow) => boolean {
  const unknown = conditions.some(({ key }) => !KEYS.has(key));
  if (unknown && behaviour.unknownKeys === 'error') throw apiError('InvalidLookupAttributesException');
  if (unknown) return () => false;
  const [first, second] = conditions;
  if (first === undefined) return () => true;
  if (second === undefined) return matches(first);
  if (!isPair(first.key, second.key)) throw apiError('InvalidLookupAttributesException');
  const [one, other] = [matches(first), matches(second)];
  return (row) => one(row) && other(row);
}

function matches({ key, value }: Condition): (row: EventRow) => boolean {
  const values = KEYS.get(key);
  return (row) => isSaid(row.shape, key) && values?.(row).includes(value) === true;
}

function isSaid(shape: Shape, key: string): boolean {
  if (shape === 'plain') return true;
  return shape === 'bare' ? BARE_KEYS.includes(key) : UNSAID[shape]?.includes(key) !== true;
}

function isPair(left: string, right: string): boolean {
  return PAIRS.get(left)?.includes(right) === true || PAIRS.get(right)?.includes(left) === true;
}

function numbered(params: Params): ReadonlyMap<number, { key?: string; value?: string }> {
  const pairs = new Map<number, { key?: string; value?: string }>();
  for (const [name, text] of params) {
    const [, number, half] = /^LookupAttribute\.([1-9]\d{0,3})\.(Key|Value)$/.exec(name) ?? [];
    if (number === undefined) continue;
    const pair = pairs.get(Number(number)) ?? {};
    pairs.set(Number(number), half === 'Key' ? { ...pair, key: text } : { ...pair, value: text });
  }
  return pairs;
}
