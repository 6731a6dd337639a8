import type { AuditEvent } from '../../src/model/event.ts';
import { eventGlobalId, globalId } from '../../src/model/global-id.ts';
import type { Source } from '../../src/model/source.ts';
import { formatSecond } from '../../src/model/time.ts';

export const source: Source = {
  id: globalId('AuditSource', '1000000000000001', 'cn-hangzhou'),
  account: 'main',
  accountId: '1000000000000001',
  region: 'cn-hangzhou',
  isEmulated: true,
};

/** An event with nothing in it but a place. */
export function eventAt(second: number, eventId: string, overrides: Partial<AuditEvent> = {}): AuditEvent {
  const key = { accountId: source.accountId, region: source.region, second, hasTime: true, eventId };
  return Object.freeze({
    id: eventGlobalId(key),
    second,
    eventId,
    eventName: 'DescribeInstances',
    eventVersion: '1',
    eventCategory: null,
    eventTime: formatSecond(second),
    eventType: 'API_CALL' as const,
    eventTypeRaw: 'ApiCall',
    access: 'READ' as const,
    accessRaw: 'Read',
    outcome: 'SUCCESS' as const,
    error: null,
    isSensitive: false,
    isGlobal: false,
    serviceName: 'Ecs',
    apiVersion: null,
    eventSource: null,
    region: source.region,
    requestId: null,
    recipientAccountId: null,
    actor: null,
    sourceIpAddress: null,
    userAgent: null,
    vpcId: null,
    resources: [],
    requestParameters: null,
    responseElements: null,
    additionalEventData: null,
    eventAttributes: null,
    redactions: [],
    seenIn: [source],
    ...overrides,
  });
}
