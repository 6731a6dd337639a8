import { describe, expect, it } from 'vitest';
import { mark } from '../../src/actiontrail/index.ts';
import type { JsonObject } from '../../src/actiontrail/json.ts';
import { parseEvent } from '../../src/actiontrail/parse-event.ts';
import type { AuditEvent } from '../../src/model/event.ts';
import { eventKeyOf } from '../../src/model/global-id.ts';
import { sample, samples } from './support/samples.ts';
import { accountId, second, source } from './support/wire.ts';

const neighbour = second('2026-11-20T09:00:00Z');

function parse(raw: JsonObject): AuditEvent {
  return parseEvent(raw, source, neighbour);
}

describe('the published events', () => {
  it('are all read', () => {
    expect(
      samples.map(([file, raw]) => `${file.replace('.json', '')}: ${summaryOf(parse(raw))}`),
    ).toMatchInlineSnapshot(`
      [
        "actiontrail-lookupevents-assumed-role-2021: LookupEvents API_CALL  SUCCESS ASSUMED_ROLE/custom-role-for-actiontrail:u1/false 0",
        "actiontrail-lookupevents-rolesso-2021: LookUpEvents API_CALL  SUCCESS ASSUMED_ROLE/testrole:Alice@159498693826****.com/false 0",
        "actiontrail-updatetrail-ram-user-console-2016: UpdateTrail API_CALL  SUCCESS RAM_USER/Bob/true 0",
        "ecs-createnetworkinterface-assumed-role-2020: CreateNetworkInterface API_CALL  SUCCESS ASSUMED_ROLE/aliyunstreamdefaultrole:116214825062****/false 2",
        "ecs-describeinstances-ram-user-2021-detail: DescribeInstances API_CALL  SUCCESS RAM_USER/alice/ 0",
        "ecs-runinstances-ram-user-sls-2025: RunInstances CONSOLE_OPERATION WRITE SUCCESS RAM_USER/user2/true 2",
        "flink-appendvswitchid-root-uppercamel-2020: AppendVSwitchId API_CALL  SUCCESS ROOT_ACCOUNT/root/ 0",
        "ims-createuser-root-console-2021-truncated:  API_CALL  SUCCESS ROOT_ACCOUNT/root/false 1",
        "lookupevents-response-real-2025-09: ListUserRegions CONSOLE_OPERATION READ SUCCESS ASSUMED_ROLE/Cloud-Contributor:user1/false 0",
        "ram-creategroup-ram-user-ak-2016: CreateGroup API_CALL  SUCCESS RAM_USER/Alice/ 0",
        "ram-deletegroup-ram-user-console-2015: DeleteGroup API_CALL  SUCCESS RAM_USER/Alice/true 0",
        "resourcemanager-createresourcegroup-root-2019: CreateResourceGroup API_CALL  SUCCESS ROOT_ACCOUNT/root/false 0",
        "streamalert-actiontrail-updatetrail-ram-user-ak-2016: UpdateTrail API_CALL  SUCCESS RAM_USER/Alice/ 0",
        "streamalert-ecs-stopinstance-ram-user-console-2016: StopInstance API_CALL  SUCCESS RAM_USER/Bob/true 0",
        "streamalert-lookupevents-response-consolesignin-2019: ConsoleSignin CONSOLE_SIGNIN  SUCCESS RAM_USER/dead_joke/true 0",
        "streamalert-ram-attachpolicytouser-root-2018: AttachPolicyToUser API_CALL  SUCCESS ROOT_ACCOUNT/root/false 2",
        "sts-assumerole-ram-user-2021-truncated:  API_CALL  SUCCESS  0 /responseElements/credentials/accessKeySecret",
        "synthetic-asim-cloudsso-deleteuser-denied: DeleteUser API_CALL OTHER FAILURE RAM_USER/admin6@ali-corp.onaliyun.com/ 0",
        "synthetic-asim-cloudsso-login: Login API_CALL OTHER SUCCESS CLOUD_SSO_USER/carol@ali-corp.onaliyun.com/ 0",
        "synthetic-asim-consolesignin-ram-user-failed: ConsoleSignin API_CALL OTHER FAILURE RAM_USER/alice@ali-corp.onaliyun.com/ 0",
        "synthetic-asim-consolesignin-root: ConsoleSignin API_CALL OTHER SUCCESS ROOT_ACCOUNT/admin@example.aliyunid.com/ 0",
        "synthetic-asim-ecs-runinstances-sensitive: RunInstances API_CALL WRITE SUCCESS RAM_USER/svc-user-1/ 1",
        "synthetic-asim-ims-createuser: CreateUser API_CALL OTHER SUCCESS ROOT_ACCOUNT/admin0@ali-corp.onaliyun.com/ 0",
      ]
    `);
  });

  it.each(samples)('%s is frozen, has a place and keeps its id', (_, raw) => {
    const event = parse(raw);
    expect(isFrozenThrough(event)).toBe(true);
    expect(isFrozenThrough(event.raw())).toBe(true);
    expect(event.eventId).toBe(raw.eventId ?? raw.EventId);
    expect(eventKeyOf(event.id)).toMatchObject({ second: event.second, eventId: event.eventId });
  });

  function summaryOf({
    eventName,
    eventType,
    access,
    outcome,
    actor,
    resources,
    redactions,
  }: AuditEvent): string {
    const who = actor && [actor.type, actor.userName, actor.isMfaAuthenticated].join('/');
    return [eventName, eventType, access, outcome, who, resources.length, ...redactions].join(' ');
  }

  function isFrozenThrough(value: unknown): boolean {
    // A function among them speaks for itself, and what is kept with the event goes by that.
    if (typeof value === 'function') return Object.isFrozen(value);
    if (typeof value !== 'object' || value === null) return true;
    return value === source || (Object.isFrozen(value) && Object.values(value).every(isFrozenThrough));
  }
});

describe('an event', () => {
  it('of AssumeRole keeps its key id and loses its secret', () => {
    const { responseElements, redactions } = parse(sample('sts-assumerole'));
    expect(responseElements).toMatchObject({
      credentials: {
        accessKeyId: 'STS.NUQNP4PiGyckMsNiGELCs****',
        accessKeySecret: mark,
        expiration: '2021-08-02T04:42:19Z',
      },
    });
    expect(redactions).toEqual(['/responseElements/credentials/accessKeySecret']);
  });

  it('of a live answer is read whole', () => {
    expect(parse(sample('lookupevents-response-real'))).toMatchInlineSnapshot(`
      {
        "access": "READ",
        "accessRaw": "Read",
        "actor": {
          "accessKey": {
            "accessKeyId": "STS.9jMtu5****************",
            "isTemporary": true,
          },
          "accountId": "1219230000000000",
          "callerAccountId": "1803020000000000",
          "isMfaAuthenticated": false,
          "principalId": "347350000000000000:user1",
          "roleName": "Cloud-Contributor",
          "sessionCreatedAt": null,
          "sessionName": "user1",
          "type": "ASSUMED_ROLE",
          "typeRaw": "assumed-role",
          "userName": "Cloud-Contributor:user1",
        },
        "additionalEventData": {
          "CallerBid": "26842",
        },
        "apiVersion": "2019-05-17",
        "error": null,
        "eventAttributes": null,
        "eventCategory": null,
        "eventId": "68D4BC64B29A8D36369698D9",
        "eventName": "ListUserRegions",
        "eventSource": "oss-cn-hangzhou-internal.aliyuncs.com",
        "eventTime": "2025-09-25T03:52:04Z",
        "eventType": "CONSOLE_OPERATION",
        "eventTypeRaw": "ConsoleOperation",
        "eventVersion": "1",
        "id": "QXVkaXRFdmVudDoxMDAwMDAwMDAwMDAwMDAxOmNuLWhhbmd6aG91OjE3NTg3NzIzMjQ6NjhENEJDNjRCMjlBOEQzNjM2OTY5OEQ5",
        "isGlobal": false,
        "isSensitive": false,
        "outcome": "SUCCESS",
        "raw": [Function],
        "recipientAccountId": null,
        "redactions": [],
        "region": "cn-hangzhou",
        "requestId": "68D4BC64B29A8D36369698D9",
        "requestParameters": {
          "stsTokenPlayerUid": "1803020000000000",
        },
        "resources": [],
        "responseElements": null,
        "second": 1758772324,
        "seenIn": [
          {
            "account": "main",
            "accountId": "1000000000000001",
            "id": "source",
            "isEmulated": false,
            "region": "cn-hangzhou",
          },
        ],
        "serviceName": "Oss",
        "sourceIpAddress": "203.0.113.1",
        "userAgent": "aliyun-oss-console",
        "vpcId": null,
      }
    `);
  });

  it('with upper-camel keys is read like any other', () => {
    const { actor, eventTime, requestParameters, ...event } = parse(sample('flink'));
    expect(event).toMatchObject({
      eventName: 'AppendVSwitchId',
      region: 'cn-hangzhou',
      eventVersion: null,
      outcome: 'SUCCESS',
    });
    expect(eventTime).toBe('2020-12-01T11:54:59.366Z');
    expect(event.second).toBe(second('2020-12-01T11:54:59Z'));
    expect(actor).toMatchObject({ type: 'ROOT_ACCOUNT', accessKey: { isTemporary: true } });
    expect(requestParameters).toMatchObject({ VSwitchIds: '[\\"vsw-xxxxx\\",\\"vsw-xxxxx\\"]' });
  });

  it.each<[string, JsonObject, Partial<AuditEvent>]>([
    ['a version that is a number', { eventVersion: 1 }, { eventVersion: '1' }],
    ['a version that is a text', { eventVersion: '1' }, { eventVersion: '1' }],
    [
      'empty texts',
      { userAgent: '', serviceName: '', resourceName: '' },
      { userAgent: null, serviceName: null, resources: [] },
    ],
    ['success in its message', { errorMessage: 'success' }, { outcome: 'SUCCESS', error: null }],
    [
      'an error code alone',
      { errorCode: 'NoPermission' },
      { outcome: 'FAILURE', error: { code: 'NoPermission', message: null } },
    ],
    [
      'an error code in quotes',
      { errorCode: '"NoPermission"' },
      { outcome: 'FAILURE', error: { code: 'NoPermission', message: null } },
    ],
    [
      'an error code that is a number',
      { errorCode: 202, errorMessage: 'm' },
      { outcome: 'FAILURE', error: { code: '202', message: 'm' } },
    ],
    ['an error code of quotes only', { errorCode: '""' }, { outcome: 'SUCCESS', error: null }],
    [
      'a console call',
      { eventType: 'ConsoleCall' },
      { eventType: 'CONSOLE_OPERATION', eventTypeRaw: 'ConsoleCall' },
    ],
    [
      'a type of MaxCompute',
      { eventType: 'TunnelEvent' },
      { eventType: 'OTHER', eventTypeRaw: 'TunnelEvent' },
    ],
    [
      'a type named like a method',
      { eventType: 'toString' },
      { eventType: 'OTHER', eventTypeRaw: 'toString' },
    ],
    ['another access', { eventRW: 'Insert' }, { access: 'OTHER', accessRaw: 'Insert' }],
    ['a sensitive action', { eventAttributes: { SensitiveAction: 'true' } }, { isSensitive: true }],
    ['an insensitive action', { eventAttributes: { SensitiveAction: 'false' } }, { isSensitive: false }],
    [
      'a long requestId',
      { requestId: '60.152_1566447558068_1247' },
      { requestId: '60.152_1566447558068_1247' },
    ],
    [
      'a secret in its message',
      { errorCode: 'E', errorMessage: 'token=abc is bad' },
      { redactions: ['/errorMessage'] },
    ],
    [
      'a secret in its code',
      { errorCode: 'password=abc' },
      { error: { code: `password=${mark}`, message: null }, redactions: ['/errorCode'] },
    ],
    [
      'secrets in a resource',
      { resourceType: 'token=abc', resourceName: '{"Passwords":["S"]}' },
      {
        resources: [{ accountId, type: `token=${mark}`, name: `{"Passwords":["${mark}"]}` }],
        redactions: ['/resources/0/type', '/resources/0/name#/Passwords/0'],
      },
    ],
    [
      'parameters as a text only',
      { requestParameterJson: '{"Password":"x"}' },
      { requestParameters: { Password: mark }, redactions: ['/requestParameters/Password'] },
    ],
    [
      'parameters in both forms',
      { requestParameters: { A: 1 }, requestParameterJson: '{"A":2}' },
      { requestParameters: { A: 1 } },
    ],
    [
      'parameters that are cut off',
      { requestParameterJson: '{"Password":"x' },
      { requestParameters: `{"Password":"${mark}`, redactions: ['/requestParameters'] },
    ],
    [
      'parts of another kind',
      { userIdentity: 'me', referencedResources: 7, eventAttributes: [] },
      { actor: null, resources: [], isSensitive: false },
    ],
  ])('is read with %s', (_, raw, expected) => {
    expect(parse({ eventId: 'e', ...raw })).toMatchObject(expected);
  });

  it('without a time takes over the place of its neighbour, and its id says so', () => {
    for (const eventTime of [undefined, '', 'yesterday', 7]) {
      const event = parse({ eventId: 'e', eventTime });
      expect(event).toMatchObject({ eventTime: null, second: neighbour });
      expect(eventKeyOf(event.id)).toMatchObject({ hasTime: false, second: neighbour });
    }
  });

  it('that is global has the same id wherever it is seen', () => {
    const raw = { eventId: 'e', eventTime: '2026-11-20T08:00:00Z', isGlobal: true };
    const elsewhere = parseEvent(raw, { ...source, region: 'cn-beijing' }, neighbour);
    expect(parse(raw).id).toBe(elsewhere.id);
    expect(eventKeyOf(elsewhere.id)).toMatchObject({ accountId, region: '' });
  });

  it('without an id gets the digest of what is shown of it, which tells nothing of its secrets', () => {
    const raw = { eventName: 'CreateLoginProfile', requestParameters: { Password: 'a' } };
    const { eventId } = parse(raw);
    expect(eventId).toMatch(/^digest-[0-9a-f]{32}$/);
    expect(parse({ ...raw, requestParameters: { Password: 'b' } }).eventId).toBe(eventId);
    expect(parse({ ...raw, eventName: 'DeleteLoginProfile' }).eventId).not.toBe(eventId);
  });

  it('with an id that is endless or no Unicode has one that survives its global id', () => {
    const odd = ['x'.repeat(129), 'a\ud800', 'a\ud801'].map((eventId) => parse({ eventId }));
    for (const { id, eventId } of odd) {
      expect(eventId).toMatch(/^digest-[0-9a-f]{32}$/);
      expect(eventKeyOf(id).eventId).toBe(eventId);
    }
    expect(new Set(odd.map(({ eventId }) => eventId)).size).toBe(3);
    for (const eventId of ['x'.repeat(128), 'a:😀:b']) expect(parse({ eventId }).eventId).toBe(eventId);
  });

  it('without an id tells nothing of secrets outside its parameters either', () => {
    const idOf = (secret: string) =>
      parse({
        resourceName: `password=${secret}`,
        Password: secret,
        referencedResources: [{ token: secret }],
      }).eventId;
    expect(idOf('a')).toBe(idOf('b'));
  });
});

describe('an actor', () => {
  const actorOf = (userIdentity: JsonObject, event: JsonObject = {}) =>
    parse({ ...event, userIdentity }).actor;

  it.each([
    ['root-account', 'ROOT_ACCOUNT'],
    ['ram-user', 'RAM_USER'],
    ['assumed-role', 'ASSUMED_ROLE'],
    ['saml-user', 'SAML_USER'],
    ['oidc-user', 'OIDC_USER'],
    ['cloudsso-user', 'CLOUD_SSO_USER'],
    ['system', 'SYSTEM'],
    ['robot', 'OTHER'],
  ])('of type %s is %s', (typeRaw, type) => {
    expect(actorOf({ type: typeRaw })).toMatchObject({ type, typeRaw });
  });

  it.each([
    [{ userName: 'role:session' }, 'role', 'session'],
    [{ userName: 'role:Alice@159498693826.com:2' }, 'role', 'Alice@159498693826.com:2'],
    [{ userName: 'role' }, 'role', null],
    [{ userName: 'role:' }, 'role', null],
    [{ userName: 'role', principalId: '3435:session' }, 'role', 'session'],
    [{ roleName: 'role', sessionContext: { sessionName: 'session' } }, 'role', 'session'],
    [{}, null, null],
  ])('that assumed a role is split: %j', (identity, roleName, sessionName) => {
    expect(actorOf({ type: 'assumed-role', ...identity })).toMatchObject({ roleName, sessionName });
  });

  it('that assumed no role is not split', () => {
    expect(actorOf({ type: 'ram-user', userName: 'a:b' })).toMatchObject({
      userName: 'a:b',
      roleName: null,
      sessionName: null,
    });
  });

  it.each([
    [{ sessionContext: { attributes: { mfaAuthenticated: 'true' } } }, {}, true],
    [{ sessionContext: { attributes: { mfaAuthenticated: false } } }, {}, false],
    [{ sessionContext: { sessionAttributes: { mfaAuthenticated: 'true' } } }, {}, true],
    [{ type: 'ram-user' }, { mfaChecked: 'true' }, true],
    [{ type: 'ram-user' }, { isMFAChecked: 'false' }, false],
    [{ type: 'ram-user' }, {}, null],
  ])('has MFA as told: %j, %j', (identity, additionalEventData, isMfaAuthenticated) => {
    expect(actorOf(identity, { additionalEventData })).toMatchObject({ isMfaAuthenticated });
  });

  it.each([
    ['LTAI5t', false],
    ['f6IzzFZMmzNwEI4d', false],
    ['STS.NUQ', true],
    ['TMP.3Ker', true],
  ])('used the key %s, temporary: %s', (accessKeyId, isTemporary) => {
    expect(actorOf({ accessKeyId })?.accessKey).toEqual({ accessKeyId, isTemporary });
  });

  it('of another account is told where it is recorded, be it as a number', () => {
    for (const stsTokenPlayerUid of ['1803020000000000', 1803020000000000]) {
      expect(actorOf({ type: 'assumed-role' }, { requestParameters: { stsTokenPlayerUid } })).toMatchObject({
        callerAccountId: '1803020000000000',
      });
    }
  });
});

describe('resources', () => {
  const namesOf = (raw: JsonObject) => parse(raw).resources.map(({ type, name }) => `${type} ${name}`);

  it.each<[string, JsonObject, string[]]>([
    ['one type', { resourceType: 'A', resourceName: 'a1,a2' }, ['A a1', 'A a2']],
    ['several types', { resourceType: 'A;B', resourceName: 'a1,a2;b1' }, ['A a1', 'A a2', 'B b1']],
    ['a gap', { resourceType: 'A;B', resourceName: ';b1' }, ['B b1']],
    ['no type', { resourceName: 'x' }, ['null x']],
    ['types to ids', { referencedResources: { A: ['a1'], B: ['b1', 'b2'] } }, ['A a1', 'B b1', 'B b2']],
    ['types to one id', { referencedResources: { A: 'a1', B: 7 } }, ['A a1', 'B 7']],
    [
      'a list',
      {
        referencedResources: [
          { resourceType: 'A', resourceName: 'a1' },
          { ResourceType: 'B', ResourceName: 'b1' },
        ],
      },
      ['A a1', 'B b1'],
    ],
    [
      'both forms',
      { resourceType: 'A', resourceName: 'a1', referencedResources: { B: ['b1'], A: ['a1', 'a2'] } },
      ['A a1', 'B b1', 'A a2'],
    ],
  ])('are read from %s, each once and in order', (_, raw, names) => {
    expect(namesOf(raw)).toEqual(names);
  });

  it('are shown without the secrets in their names', () => {
    const { resources, redactions } = parse({ resourceName: 'https://b/a?Signature=abc' });
    expect(resources).toMatchObject([{ name: `https://b/a?Signature=${mark}` }]);
    expect(redactions).toEqual(['/resources/0/name']);
  });

  it('belong to the account that recorded the event', () => {
    const raw = { referencedResources: { A: ['a'] } };
    expect(parse(raw).resources[0]?.accountId).toBe(accountId);
    expect(parse({ ...raw, recipientAccountId: '43274' }).resources[0]?.accountId).toBe('43274');
  });
});
