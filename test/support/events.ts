import type { AuditEvent } from '../../src/model/event.ts';
import { eventGlobalId, globalId } from '../../src/model/global-id.ts';
import type { Source } from '../../src/model/source.ts';
import { formatSecond } from '../../src/model/time.ts';

export function sourceOf(account: string, accountId: string, region: string): Source {
  return Object.freeze({
    id: globalId('AuditSource', accountId, region),
    account,
    accountId,
    region,
    isEmulated: true,
  });
}

export const source = sourceOf('main', '1000000000000001', 'cn-hangzhou');

/** An event with nothing in it but a place. */
export function eventAt(
  second: number,
  eventId: string,
  overrides: Partial<AuditEvent> = {},
  place: Source = source,
): AuditEvent {
  const region = overrides.isGlobal === true ? '' : place.region;
  const key = { accountId: place.accountId, region, second, hasTime: true, eventId };
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
    region: place.region,
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
    seenIn: [place],
    raw: () => ({ eventId }),
    ...overrides,
  });
}
