import { describe, expect, it } from 'vitest';
import type { EventFilter } from '../../src/model/filter.ts';
import { grantOf, openGrant } from '../../src/model/grant.ts';
import { planFilter } from '../../src/search/plan.ts';
import { parseFilter } from '../../src/search/terms.ts';
import { residualFields } from '../../src/search/warnings.ts';
import { withinGrant } from '../../src/search/within-grant.ts';

const eq = (value: string) => ({ eq: value });

/** `A=1 B=2 | A=3`: branches and their conditions, then what is left. */
function planned(filter: EventFilter, grant = openGrant): string {
  const plan = planFilter(withinGrant(parseFilter(filter), grant));
  const branches = plan.map(({ conditions }) =>
    conditions.map(({ field, value }) => `${field}=${value}`).join(' '),
  );
  const residual = residualFields(plan);
  return [branches.join(' | '), ...(residual.length > 0 ? [`then ${residual.join(' ')}`] : [])].join(' ');
}

describe('a plan', () => {
  it.each<[string, EventFilter]>([
    ['', {}],
    ['', { eventName: null, and: [] }],
    ['eventName=CreateUser', { eventName: eq('CreateUser') }],
    ['eventName=CreateUser', { eventName: { in: ['CreateUser'] } }],
    ['isSensitive=true', { isSensitive: true }],
    [' then isSensitive', { isSensitive: false }],
    ['serviceName=Ecs access=READ', { access: 'READ', serviceName: eq('Ecs') }],
    ['serviceName=Ecs access=READ', { and: [{ access: 'READ' }, { and: [{ serviceName: eq('Ecs') }] }] }],
    ['eventType=ConsoleSignin eventName=X', { eventName: eq('X'), eventType: eq('ConsoleSignin') }],
    ['resourceName=i-1 serviceName=Ecs', { serviceName: eq('Ecs'), resourceName: eq('i-1') }],
    [
      'resourceName=i-1 userName=bob then serviceName eventType',
      {
        serviceName: eq('Ecs'),
        eventType: eq('ApiCall'),
        userName: eq('bob'),
        resourceName: eq('i-1'),
      },
    ],
    ['eventId=1 then eventName', { eventName: eq('X'), eventId: eq('1') }],
    ['accessKeyId=LTAI then userName', { userName: eq('bob'), accessKeyId: eq('LTAI') }],
    [' then userName', { userName: { contains: 'bob' } }],
    ['eventName=X then outcome', { eventName: eq('X'), outcome: 'FAILURE' }],
    ['eventName=X | eventName=Y', { eventName: { in: ['X', 'Y', 'X'] } }],
    [
      'serviceName=Ecs eventName=X | serviceName=Ecs eventName=Y',
      { eventName: { in: ['X', 'Y'] }, serviceName: eq('Ecs') },
    ],
    ['eventName=X | userName=bob', { or: [{ eventName: eq('X') }, { userName: eq('bob') }] }],
    [
      'serviceName=Ecs access=WRITE | userName=bob then outcome',
      {
        or: [
          { serviceName: eq('Ecs'), access: 'WRITE' },
          { userName: eq('bob'), outcome: 'FAILURE' },
        ],
      },
    ],
    [' then eventName outcome', { or: [{ eventName: eq('X') }, { outcome: 'FAILURE' }] }],
    [' then eventName', { not: { eventName: eq('X') } }],
    [' then eventName', { eventName: { in: 'abcdefghi'.split('') } }],
    [' then eventName', { eventName: eq('') }],
  ])('is "%s" for %j', (expected, filter) => {
    expect(planned(filter)).toBe(expected);
  });

  it.each<EventFilter>([
    { eventName: { in: [] } },
    { or: [] },
    { not: {} },
    { userAgent: { in: [] }, serviceName: eq('Ecs') },
    { and: [{ sourceIpAddress: { in: [] } }] },
    { not: { or: [{ userName: { notIn: [] } }] } },
  ])('of %j asks nothing, since nothing can match', (filter) => {
    expect(planFilter(parseFilter(filter))).toEqual([]);
  });
});

describe('a plan for somebody who may see some services', () => {
  it.each<[string, EventFilter]>([
    ['serviceName=Ecs | serviceName=Ram', {}],
    ['serviceName=Ecs | serviceName=Ram then accessKeyId', { accessKeyId: eq('LTAI') }],
    ['serviceName=Ecs | serviceName=Ram then sourceIpAddress', { sourceIpAddress: eq('10.0.0.1') }],
    ['serviceName=Ecs eventName=X | serviceName=Ram eventName=X', { eventName: eq('X') }],
    ['serviceName=Ecs | serviceName=Ram then eventName', { eventName: { in: ['X', 'Y'] } }],
    ['eventId=1', { eventId: eq('1') }],
    ['serviceName=Ram', { serviceName: { in: ['Rds', 'Ram'] } }],
    [
      'serviceName=Ram eventName=X | serviceName=Ram eventName=Y',
      { serviceName: eq('Ram'), eventName: { in: ['X', 'Y'] } },
    ],
    [
      'serviceName=Ecs resourceName=i-1 then userName',
      { serviceName: eq('Ecs'), resourceName: eq('i-1'), userName: eq('bob') },
    ],
    ['', { serviceName: eq('Rds') }],
    ['serviceName=Ecs then serviceName', { serviceName: eq('Ecs'), and: [{ serviceName: eq('Rds') }] }],
    [
      'serviceName=Ecs | serviceName=Ram then serviceName eventName',
      { or: [{ serviceName: eq('Rds') }, { eventName: eq('X') }] },
    ],
  ])('reads nothing else: "%s" for %j', (expected, filter) => {
    expect(planned(filter, grantOf({ services: ['Ecs', 'Ram'] }))).toBe(expected);
  });

  it('reads everything where there are more of them than look-ups', () => {
    expect(planned({ eventName: eq('X') }, grantOf({ services: 'abcdefghi'.split('') }))).toBe('eventName=X');
  });
});
