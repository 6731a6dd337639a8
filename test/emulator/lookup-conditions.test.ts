import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type AnyEvent,
  callV3,
  DAY,
  idOf,
  iso,
  NOW_SECOND,
  type Params,
  pageThrough,
  start,
} from './support.ts';

const WEEK: Params = { StartTime: iso(NOW_SECOND - 7 * DAY), EndTime: iso(NOW_SECOND), MaxResults: '50' };
const conditions = (...pairs: readonly (readonly [string, string])[]): Params =>
  Object.fromEntries(
    pairs.flatMap(([key, value], index) => [
      [`LookupAttribute.${index + 1}.Key`, key],
      [`LookupAttribute.${index + 1}.Value`, value],
    ]),
  );

/** Read off the event as it is sent, by other code than the emulator's. */
const READ: Record<string, (event: AnyEvent) => unknown> = {
  ServiceName: (event) => event.serviceName,
  EventName: (event) => event.eventName,
  User: (event) => event.userIdentity.userName,
  PrincipalId: (event) => event.userIdentity.principalId,
  EventId: (event) => event.eventId,
  ResourceType: (event) => event.resourceType?.split(';'),
  ResourceName: (event) => event.resourceName?.split(/[,;]/),
  EventRW: (event) => event.eventRW,
  EventAccessKeyId: (event) => event.userIdentity.accessKeyId,
  SensitiveAction: (event) => event.eventAttributes?.SensitiveAction,
  SourceIpAddress: (event) => event.sourceIpAddress,
  EventType: (event) => event.eventType,
  RoleName: (event) =>
    event.userIdentity.type === 'assumed-role' ? event.userIdentity.userName.split(':')[0] : undefined,
};
const KEYS = Object.keys(READ);
const has = (event: AnyEvent, key: string, value: string): boolean =>
  [READ[key]!(event)].flat().includes(value);

/** An event with upper-camel keys as if it had the usual ones. */
const lowered = (event: AnyEvent): AnyEvent =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]),
  );

const PAIRS = [
  ...[
    'EventName',
    'User',
    'PrincipalId',
    'RoleName',
    'ResourceName',
    'EventRW',
    'SensitiveAction',
    'EventType',
  ].map((key) => `ServiceName ${key}`),
  ...['ResourceType', 'EventName', 'User', 'RoleName'].map((key) => `ResourceName ${key}`),
  'EventType EventName',
];
const ALL_PAIRS = KEYS.flatMap((left) =>
  KEYS.filter((right) => right !== left).map((right) => [left, right] as const),
);

describe('conditions of LookupEvents', () => {
  let emulator: Emulator;
  let week: readonly AnyEvent[];
  beforeAll(async () => {
    emulator = await start({ behaviour: { oddShapes: false } });
    week = (await pageThrough(emulator, WEEK)).events;
  });
  afterAll(() => emulator.close());

  const ask = (...pairs: readonly (readonly [string, string])[]) =>
    callV3(emulator, 'LookupEvents', { ...WEEK, ...conditions(...pairs) });

  it.each(KEYS)('%s finds exactly the events that have the value', async (key) => {
    const sample = week.find((event) => [READ[key]!(event)].flat()[0] !== undefined);
    const value = String([READ[key]!(sample)].flat()[0]);
    const found = await pageThrough(emulator, { ...WEEK, ...conditions([key, value]) });
    expect(found.ids).toEqual(week.filter((event) => has(event, key, value)).map((event) => event.eventId));
    expect(found.ids.length).toBeGreaterThan(0);
  });

  it.each(ALL_PAIRS)('%s with %s is accepted only where it is documented', async (left, right) => {
    const isDocumented = PAIRS.includes(`${left} ${right}`) || PAIRS.includes(`${right} ${left}`);
    const { status, json } = await ask([left, 'a'], [right, 'b']);
    expect([status, json.Code]).toEqual(
      isDocumented ? [200, undefined] : [400, 'InvalidLookupAttributesException'],
    );
  });

  it('two conditions must both be met', async () => {
    const found = await pageThrough(emulator, {
      ...WEEK,
      ...conditions(['ServiceName', 'Ecs'], ['EventRW', 'Write']),
    });
    const expected = week.filter((event) => event.serviceName === 'Ecs' && event.eventRW === 'Write');
    expect(found.ids).toEqual(expected.map((event) => event.eventId));
  });

  it('of the same key given twice only the second counts', async () => {
    const { json } = await ask(['ServiceName', 'Ecs'], ['ServiceName', 'Oss']);
    expect(new Set(json.Events.map((event: AnyEvent) => event.serviceName))).toEqual(new Set(['Oss']));
  });

  it('of more than two conditions only the first two count', async () => {
    const { json } = await ask(['ServiceName', 'Ecs'], ['EventRW', 'Write'], ['User', 'nobody']);
    expect(json.Events.length).toBeGreaterThan(0);
  });

  it.each([
    ['ServiceName', 'ecs'],
    ['ServiceName', 'ActionTrail'],
    ['EventRW', 'write'],
    ['SensitiveAction', 'True'],
    ['SensitiveAction', 'false'],
  ])('%s=%s finds nothing, because case and spelling count', async (key, value) => {
    expect((await ask([key, value])).json).toMatchObject({ Events: [] });
  });

  it('finds events of odd forms by what they say, and by nothing that they leave out', async () => {
    const odd = await start();
    const [begin, end] = [NOW_SECOND - 12 * DAY, NOW_SECOND];
    const days = { ...WEEK, StartTime: iso(begin), Direction: 'FORWARD' };
    const place = { accountId: odd.accounts[0]!.id, region: 'cn-hangzhou', start: begin, end };
    const all: readonly AnyEvent[] = odd.events(place).map(({ event }) => event);
    expect(all.some((event) => event.eventType === 'ConsoleCall')).toBe(true);
    for (const [key, value] of [
      ['EventRW', 'Write'],
      ['ResourceType', 'ACS::ECS::Instance'],
      ['ServiceName', 'Ecs'],
    ] as const) {
      const found = await pageThrough(odd, { ...days, ...conditions([key, value]) });
      expect(found.ids).toEqual(all.filter((event) => has(lowered(event), key, value)).map(idOf));
    }
    const empty = all.find((event) => event.resourceName === '');
    const { AcsHost, AcsProduct, RegionId, RequestId, ...named } = empty.requestParameters;
    const byName = conditions(['ResourceName', String(Object.values(named)[0])]);
    expect((await pageThrough(odd, { ...days, ...byName })).ids).not.toContain(empty.eventId);
    await odd.close();
  });

  it('an unknown key finds nothing, or is refused where told so', async () => {
    expect((await ask(['UserName', 'alice'])).json.Events).toEqual([]);
    const strict = await start({ behaviour: { unknownKeys: 'error' } });
    const reply = await callV3(strict, 'LookupEvents', conditions(['UserName', 'alice']));
    expect(reply.json.Code).toBe('InvalidLookupAttributesException');
    await strict.close();
  });
});
