import { describe, expect, it } from 'vitest';
import type { EventFilter } from '../../src/model/question.ts';
import { planConditions } from '../../src/search/plan.ts';

const eq = (value: string) => ({ eq: value });

describe('a filter', () => {
  it.each<[EventFilter, string[]]>([
    [{}, []],
    [{ eventName: null }, []],
    [{ eventName: eq('CreateUser') }, ['eventName=CreateUser']],
    [{ access: 'WRITE' }, ['access=WRITE']],
    [{ isSensitive: true }, ['isSensitive=true']],
    [{ access: 'READ', serviceName: eq('Ecs') }, ['serviceName=Ecs', 'access=READ']],
    [
      { eventName: eq('ConsoleSignin'), eventType: eq('ConsoleSignin') },
      ['eventType=ConsoleSignin', 'eventName=ConsoleSignin'],
    ],
    [{ serviceName: eq('Ecs'), resourceName: eq('i-1') }, ['serviceName=Ecs', 'resourceName=i-1']],
    [
      { resourceType: eq('ACS::ECS::Instance'), resourceName: eq('i-1') },
      ['resourceName=i-1', 'resourceType=ACS::ECS::Instance'],
    ],
  ])('%j becomes conditions in the documented order', (filter, conditions) => {
    expect(planConditions(filter).map(({ field, value }) => `${field}=${value}`)).toEqual(conditions);
  });

  it('that ActionTrail cannot combine is refused with the pairs that work', () => {
    const act = () => planConditions({ userName: eq('alice'), sourceIpAddress: eq('1.1.1.1') });
    expect(act).toThrowErrorMatchingInlineSnapshot(
      `[Fault: filter: ActionTrail cannot combine userName and sourceIpAddress. Use one field alone, or a pair: serviceName with one of eventName, userName, roleName, resourceName, access, isSensitive, eventType; resourceName with one of resourceType, eventName, userName, roleName, serviceName; eventType with one of eventName.]`,
    );
  });

  it.each<[EventFilter, string]>([
    [
      { serviceName: eq('Ecs'), eventName: eq('x'), userName: eq('y') },
      'serviceName and eventName and userName',
    ],
    [{ isSensitive: false }, 'can only match true'],
    [{ eventName: eq('') }, 'got an empty one'],
    [{ eventName: { eq: null } }, 'got null'],
  ])('%j is refused', (filter, message) => {
    expect(() => planConditions(filter)).toThrow(message);
  });
});
