import { describe, expect, it } from 'vitest';
import type { AuditEvent, EventActor } from '../../src/model/event.ts';
import type { EventFilter } from '../../src/model/filter.ts';
import { matches, parseFilter } from '../../src/search/terms.ts';
import { eventAt } from '../support/events.ts';

const actor: EventActor = {
  type: 'ASSUMED_ROLE',
  typeRaw: 'assumed-role',
  accountId: '11111',
  principalId: '1:s',
  userName: 'admin:s',
  roleName: 'admin',
  sessionName: 's',
  sessionCreatedAt: null,
  isMfaAuthenticated: null,
  callerAccountId: null,
  accessKey: { accessKeyId: 'STS.1', isTemporary: true },
};
const overrides: Partial<AuditEvent> = {
  eventName: 'DeleteUser',
  outcome: 'FAILURE',
  error: { code: 'NoPermission', message: null },
  access: 'WRITE',
  actor,
  sourceIpAddress: '10.1.2.3',
  resources: [
    { accountId: null, type: 'ACS::RAM::User', name: 'bob' },
    { accountId: null, type: null, name: 'group-1' },
  ],
};
const event = eventAt(1_780_000_000, 'x', overrides);
const bare = eventAt(1_780_000_000, 'y', {
  eventName: null,
  serviceName: null,
  sourceIpAddress: 'ecs.aliyuncs.com',
});

const passes = (filter: EventFilter, one: AuditEvent = event) => matches(parseFilter(filter), one);

describe('a filter', () => {
  it.each<[boolean, EventFilter]>([
    [true, {}],
    [true, { eventName: { eq: 'DeleteUser' } }],
    [false, { eventName: { eq: 'deleteuser' } }],
    [true, { eventName: { startsWith: 'Delete' } }],
    [true, { eventName: { startsWith: '' } }],
    [true, { eventName: { contains: 'eteUs' } }],
    [false, { eventName: { notIn: ['DeleteUser'] } }],
    [true, { eventName: { notIn: [] } }],
    [true, { eventName: { exists: true } }],
    [true, { userAgent: { exists: false } }],
    [true, { roleName: { eq: 'admin' }, sessionName: { in: ['s', 't'] } }],
    [true, { accessKeyId: { startsWith: 'STS.' } }],
    [true, { resourceName: { eq: 'group-1' } }],
    [false, { resourceName: { notIn: ['group-1'] } }],
    [true, { resourceType: { in: ['ACS::RAM::User'] } }],
    [true, { sourceIpAddress: { cidr: '10.0.0.0/8' } }],
    [false, { sourceIpAddress: { notCidr: '10.0.0.0/8' } }],
    [false, { sourceIpAddress: { cidr: '2001:db8::/32' } }],
    [true, { outcome: 'FAILURE', errorCode: { eq: 'NoPermission' }, access: 'WRITE' }],
    [false, { isMfaAuthenticated: false }],
    [true, { isGlobal: false, isSensitive: false }],
    [true, { or: [{ eventName: { eq: 'X' } }, { outcome: 'FAILURE' }] }],
    [false, { not: { outcome: 'FAILURE' } }],
    [true, { not: { not: { outcome: 'FAILURE' } } }],
    [true, { and: [] }],
    [false, { or: [] }],
    [false, { and: [{ outcome: 'FAILURE' }, { outcome: 'SUCCESS' }] }],
  ])('passes the event: %s for %j', (expected, filter) => {
    expect(passes(filter)).toBe(expected);
  });

  it.each<[boolean, EventFilter]>([
    [false, { eventName: { eq: 'X' } }],
    [false, { eventName: { startsWith: '' } }],
    [false, { eventName: { contains: '' } }],
    [true, { eventName: { exists: false } }],
    [true, { eventName: { notIn: ['X'] } }],
    [true, { not: { eventName: { eq: 'X' } } }],
    [true, { resourceName: { exists: false } }],
    [false, { sourceIpAddress: { cidr: '0.0.0.0/0' } }],
    [true, { sourceIpAddress: { notCidr: '10.0.0.0/8' } }],
    [true, { userName: { exists: false }, actorType: { notIn: ['root-account'] } }],
  ])('treats absent values as defined: %s for %j', (expected, filter) => {
    expect(passes(filter, bare)).toBe(expected);
  });

  const deep = (depth: number): EventFilter => (depth === 0 ? { access: 'READ' } : { not: deep(depth - 1) });
  const wide = { and: Array.from({ length: 61 }, () => ({ access: 'READ' as const })) };
  it.each<[string, EventFilter]>([
    ['filter.eventName: expected exactly one operator, got none.', { eventName: {} }],
    [
      'filter.or[0].userName: expected exactly one operator, got eq and in.',
      { or: [{ userName: { eq: 'a', in: [] } }] },
    ],
    ['filter.sourceIpAddress: expected a CIDR block such as', { sourceIpAddress: { cidr: '10.0.0.0' } }],
    ['got "10.0.0.0/33"', { sourceIpAddress: { notCidr: '10.0.0.0/33' } }],
    ['got "::1/129"', { sourceIpAddress: { cidr: '::1/129' } }],
    ['expected at most 100 values, got 101', { eventName: { in: Array.from({ length: 101 }, String) } }],
    ['expected at most 6 levels', deep(7)],
    ['expected at most 60 matches', wide],
  ])('is refused: %s', (message, filter) => {
    expect(() => parseFilter(filter)).toThrow(message);
  });
});
