import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY, CANARY_BASE64, DECOY, type Emulator, type OwnEvent } from '../../src/emulator/index.ts';
import { type AnyEvent, DAY, HOUR, NOW_SECOND, start } from './support.ts';

const MONTH = 30 * DAY;

describe('the data set', () => {
  let emulator: Emulator;
  let month: readonly OwnEvent[];
  let events: readonly AnyEvent[];
  beforeAll(async () => {
    emulator = await start();
    month = listOf(emulator, 0, 'cn-hangzhou', MONTH);
    events = month.map(({ event }) => event);
  });
  afterAll(() => emulator.close());

  const listOf = (from: Emulator, account: number, region: string, seconds: number) =>
    from.events({
      accountId: from.accounts[account]!.id,
      region,
      start: NOW_SECOND - seconds,
      end: NOW_SECOND,
    });

  it('is the same for the same seed, whenever it is started', async () => {
    const later = await start({ now: () => (NOW_SECOND + 5 * DAY) * 1000 });
    const settled = NOW_SECOND - HOUR;
    const again = listOf(later, 0, 'cn-hangzhou', DAY).filter(({ time }) => time < settled);
    expect(again).toEqual(month.filter(({ time }) => time >= NOW_SECOND - DAY && time < settled));
    await later.close();
  });

  it.each([{ seed: 2 }, { seed: 'other' }])('is another for another seed: %o', async (options) => {
    const other = await start(options);
    const ids = new Set(month.map(({ id }) => id));
    expect(listOf(other, 0, 'cn-hangzhou', DAY).filter(({ id }) => ids.has(id))).toEqual([]);
    await other.close();
  });

  it('differs between accounts and regions', () => {
    const lists = [0, 1].flatMap((account) =>
      emulator.regions.map((region) => listOf(emulator, account, region, DAY)),
    );
    const ids = lists.flat().map(({ id }) => id);
    expect(lists.every((list) => list.length > 50)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is not listed for an account or region that does not exist', () => {
    expect(() => emulator.events({ accountId: '1', region: 'cn-hangzhou', start: 0, end: 1 })).toThrow(
      'no account 1',
    );
    const misspelt = { accountId: '1000000000000001', region: 'cn-hangzou', start: 0, end: 1 };
    expect(() => emulator.events(misspelt)).toThrow('no region cn-hangzou; it has cn-hangzhou');
  });

  it('has about as many events as asked for', async () => {
    const small = await start({ events: 40_000, days: 30 });
    const counts = [0, 1].flatMap((account) =>
      small.regions.map((region) => listOf(small, account, region, MONTH).length),
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(36_000);
    expect(total).toBeLessThan(44_000);
    await small.close();
  });

  it('is busy in office hours, and not silent at night and on Sundays', () => {
    const perHour = new Map<number, number>();
    for (const { time } of month) {
      const local = new Date((time + 8 * HOUR) * 1000);
      const kind = [0, 6].includes(local.getUTCDay())
        ? 1
        : local.getUTCHours() >= 9 && local.getUTCHours() < 18
          ? 2
          : 0;
      perHour.set(kind, (perHour.get(kind) ?? 0) + 1);
    }
    const [night, weekend, office] = [0, 1, 2].map((kind) => perHour.get(kind) ?? 0);
    expect(office! / 9).toBeGreaterThan(3 * (night! / 15));
    expect(Math.min(night!, weekend!)).toBeGreaterThan(500);
  });

  it('has seconds with more events than a page holds', () => {
    const perSecond = Map.groupBy(month, ({ time }) => time);
    const bursts = [...perSecond.values()].filter((list) => list.length > 50);
    expect(bursts.length).toBeGreaterThan(0);
    expect(bursts.every((list) => list.length <= 320)).toBe(true);
  });

  it.each<[string, (event: AnyEvent) => boolean]>([
    [
      'a sign-in that says success',
      (e) => e.eventName === 'ConsoleSignin' && e.errorMessage === 'success' && !e.errorCode,
    ],
    [
      'a sign-in that failed',
      (e) => e.eventName === 'ConsoleSignin' && e.errorCode === 'Authentication.Failed',
    ],
    ['a sign-in with an id that is no UUID', (e) => /^60\.\d+_\d{13}_\d+$/.test(e.eventId)],
    ['a sign-out', (e) => e.eventType === 'ConsoleSignout' && e.serviceName === 'AasSub'],
    [
      'a service acting by itself',
      (e) => e.eventType === 'AliyunServiceEvent' && e.userIdentity.type === 'system',
    ],
    ['an address that is the word Internal', (e) => e.sourceIpAddress === 'Internal'],
    ['an IPv6 address', (e) => e.sourceIpAddress?.includes('2001:db8:')],
    ['a denied call', (e) => e.errorCode === 'Forbidden.RAM'],
    [
      'a failure told by the code alone',
      (e) => e.errorCode === 'Forbidden.RAM' && e.errorMessage === undefined,
    ],
    ['an error code in quotes', (e) => e.errorCode === '"NoPermission"'],
    ['an error code that is a number', (e) => e.errorCode === '202'],
    ['a root account', (e) => e.userIdentity?.userName === 'root' && e.userIdentity.type === 'root-account'],
    ['a SAML user', (e) => e.userIdentity?.type === 'saml-user' && e.userIdentity.principalId === undefined],
    ['an OIDC user', (e) => e.userIdentity?.type === 'oidc-user'],
    ['a CloudSSO user', (e) => e.userIdentity?.type === 'cloudsso-user'],
    ['a sensitive action', (e) => e.eventAttributes?.SensitiveAction === 'true'],
    [
      'two resource types',
      (e) => e.resourceType === 'ACS::ECS::Instance;ACS::ECS::Image' && e.resourceName.includes(';'),
    ],
    ['two resources of a type', (e) => e.resourceName?.includes(',')],
    [
      'a list of resources',
      (e) => Array.isArray(e.referencedResources) && e.referencedResources[0].resourceType,
    ],
    ['a bare resource type', (e) => !Array.isArray(e.referencedResources) && e.referencedResources?.Instance],
    ['an event without time', (e) => Object.keys(e).join() === 'eventId,eventVersion,eventName'],
    ['upper-camel keys', (e) => e.EventName && e.UserIdentity.UserName && e.EventTime.endsWith('.366+0000')],
    ['a version that is a text', (e) => e.eventVersion === '1' && e.recipientAccountId],
    ['a ConsoleCall', (e) => e.eventType === 'ConsoleCall' && e.eventRW === undefined],
    ['a session of 2015', (e) => e.userIdentity?.sessionContext?.sessionAttributes],
    ['empty texts', (e) => e.errorCode === '' && e.resourceName === '' && e.userAgent === ''],
    ['an empty key id', (e) => e.userIdentity?.accessKeyId === ''],
    ['an empty text under upper-camel keys', (e) => e.UserIdentity?.InvokedBy === ''],
    [
      'parameters as a text',
      (e) => typeof e.requestParameterJson === 'string' && JSON.parse(e.requestParameterJson),
    ],
    ['an id of 24 digits', (e) => /^[0-9A-F]{24}$/.test(e.eventId)],
    ['a console artefact', (e) => e.__expanded === true],
    ['MFA as a text', (e) => e.userIdentity?.sessionContext?.attributes?.mfaAuthenticated === 'true'],
    ["a caller's account as a number", (e) => typeof e.requestParameters?.stsTokenPlayerUid === 'number'],
    ['letters beyond ASCII', (e) => e.requestParameters?.['Tag.1.Value'] === '数据平台'],
  ])('has %s', (_, isSuch) => {
    expect(events.some((event) => isSuch(event))).toBe(true);
  });

  it('writes numbers beyond 2^53 exactly', () => {
    const big = month.find(({ json }) => json.includes('"stsTokenPlayerUid":1234567890123456789'))!;
    expect(big.json).toMatch(/"OwnerId":90071\d{11}[,}]/);
  });

  it('tells lives: a server is created, changed and deleted under one id', () => {
    const lives = Map.groupBy(events, (event) => event.resourceName?.split(';')[0]);
    const whole = [...lives.values()].find(
      (life) => life.at(-1).eventName === 'DeleteInstance' && life.length === 6,
    );
    expect(whole?.map((event) => event.eventName)).toEqual([
      'RunInstances',
      'TagResources',
      'DescribeInstances',
      'ModifyInstanceSpec',
      'StopInstance',
      'DeleteInstance',
    ]);
  });

  it('tells role chains: a session works with the key that AssumeRole handed out', () => {
    const assumed = events.filter(
      (event) => event.eventName === 'AssumeRole' && event.responseElements?.credentials,
    );
    const key = assumed[0].responseElements.credentials.accessKeyId;
    const session = events.filter((event) => event.userIdentity?.accessKeyId === key);
    expect(session.length).toBeGreaterThan(3);
    expect(session[0].userIdentity.userName).toBe(
      assumed[0].responseElements.assumedRoleUser.arn.split(':role/')[1].replace('/', ':'),
    );
  });

  it.each([
    ['a password', /"AccountPassword":"CANARY-/],
    ['a flattened password', /"Accounts\.1\.AccountPassword":"CANARY-/],
    ['the credentials of AssumeRole', /"accessKeySecret":"CANARY-.*"securityToken":"CAISCANARY-/],
    ['a new access key', /"AccessKeySecret":"CANARY-/],
    ['user data in base64', new RegExp(`"UserData":"${CANARY_BASE64}`)],
    ['a tag whose key names a secret', /"Tag\.1\.Key":"db-password","Tag\.1\.Value":"CANARY-/],
    ['JSON inside a text', /\\"DB_PASSWORD\\":\\"CANARY-/],
    ['JSON inside a text inside a text', /\\\\\\"accessKeySecret\\\\\\":\\\\\\"CANARY-/],
    ['a signed URL', /[?&]Signature=CANARY-/],
    ['a signed URL of the newer kind', /x-oss-signature=CANARY-/],
    ['a private key', /"PrivateKey":"CANARY-/],
    ['a secret under upper-camel keys', /"RequestParameters":\{[^}]*CANARY-/],
    ['a secret in parameters as a text', /"requestParameterJson":"[^"]*.*CANARY-/],
    ['a kubeconfig', /"kubeconfig":"[^"]*CANARY-/],
  ])('holds %s', (_, pattern) => {
    expect(month.some(({ json }) => pattern.test(json))).toBe(true);
  });

  it('marks what only looks like a secret', () => {
    expect(month.some(({ json }) => json.includes(`"ClientToken":"${DECOY}`))).toBe(true);
    expect(month.filter(({ json }) => json.includes(CANARY)).length).toBeLessThan(month.length / 10);
  });
});
