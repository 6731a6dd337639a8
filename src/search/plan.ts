import type { Condition, LookUpField } from '../model/action-trail.ts';
import { badUserInput, type Fault } from '../model/fault.ts';
import type { EventFilter, StringMatch } from '../model/question.ts';

/**
 * The pairs that ActionTrail documents ("Set the LookupAttribute parameter", 2025-05), in its own order.
 * Its list also names PrincipalId beside ServiceName, but not among the keys: left out until that is known.
 */
const pairs: readonly (readonly [LookUpField, readonly LookUpField[]])[] = [
  [
    'serviceName',
    ['eventName', 'userName', 'roleName', 'resourceName', 'access', 'isSensitive', 'eventType'],
  ],
  ['resourceName', ['resourceType', 'eventName', 'userName', 'roleName', 'serviceName']],
  ['eventType', ['eventName']],
];

/** The conditions that ActionTrail can match by itself: none, one, or a documented pair. */
export function planConditions(filter: EventFilter): readonly Condition[] {
  const conditions = conditionsOf(filter);
  const [one, two] = conditions;
  if (one === undefined || two === undefined) return conditions;
  if (conditions.length > 2) throw unsupported(conditions);
  for (const [first, partners] of pairs) {
    if (one.field === first && partners.includes(two.field)) return [one, two];
    if (two.field === first && partners.includes(one.field)) return [two, one];
  }
  throw unsupported(conditions);
}

function conditionsOf({ access, isSensitive, ...matches }: EventFilter): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const [field, match] of Object.entries(matches) as [LookUpField, StringMatch | null | undefined][]) {
    if (match == null) continue;
    if (match.eq == null || match.eq === '') {
      throw badUserInput(
        `filter.${field}.eq: expected a text, got ${match.eq === '' ? 'an empty one' : 'null'}.`,
      );
    }
    conditions.push({ field, value: match.eq });
  }
  if (access != null) conditions.push({ field: 'access', value: access });
  if (isSensitive === false) {
    throw badUserInput(
      'filter.isSensitive: ActionTrail can only match true. Leave the field out to get all events.',
    );
  }
  if (isSensitive === true) conditions.push({ field: 'isSensitive', value: 'true' });
  return conditions;
}

function unsupported(conditions: readonly Condition[]): Fault {
  const working = pairs.map(([first, partners]) => `${first} with one of ${partners.join(', ')}`).join('; ');
  return badUserInput(
    `filter: ActionTrail cannot combine ${conditions.map(({ field }) => field).join(' and ')}. ` +
      `Use one field alone, or a pair: ${working}.`,
  );
}
