import { beforeAll, describe, expect, it } from 'vitest';
import { resourceOf, userOf } from '../../src/model/entity.ts';
import { globalId, parseGlobalId } from '../../src/model/global-id.ts';
import { startGateway } from '../support/gateway.ts';

describe('what neighbours know by a name of their own', async () => {
  const { ask, emulator } = await startGateway({ accounts: 2, days: 10 });
  const accountId = emulator.accounts[0]?.id ?? '';
  const past = 'window: { past: "P10D" }';
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field.
  let event: any;

  beforeAll(async () => {
    const { data } = await ask(`{ events(first: 50, ${past}, sources: [{ account: "main" }], filter: {
      resourceType: { exists: true }, userName: { exists: true }, accessKeyId: { exists: true }, access: WRITE, isGlobal: false
    }) { nodes {
      id region
      actor { user { id accountId userName } accessKey { id accessKeyId } }
      resources { accountId type name resource { id accountId type name } }
    } } }`);
    event = data.events.nodes[0];
  });

  it.each([
    ['user', () => event.actor.user, 'AuditUser', 'userName'],
    ['access key', () => event.actor.accessKey, 'AuditAccessKey', 'accessKeyId'],
    ['resource', () => event.resources[0].resource, 'AuditResource', 'name'],
  ])('the %s of an event can be fetched again, and its events have that event', async (_what, of, type, key) => {
    const { data, errors } = await ask(
      `query($id: ID!) { node(id: $id) { __typename id
        ... on ${type} { ${key} events(first: 200, ${past}) { nodes { id } scan { state } } } } }`,
      { id: of().id },
    );
    expect(errors).toBeUndefined();
    expect(data.node).toMatchObject({ __typename: type, id: of().id, [key]: of()[key] });
    expect(data.node.events.nodes).toContainEqual({ id: event.id });
  });

  it('what the caller filters by is ANDed, and a cursor is bound to both', async () => {
    const query = `query($id: ID!, $after: String, $filter: AuditEventFilter) { node(id: $id) { ... on AuditUser {
      events(first: 2, after: $after, ${past}, filter: $filter) {
        nodes { access actor { userName } } pageInfo { endCursor } } } } }`;
    const { id, userName } = event.actor.user;
    const first = await ask(query, { id, filter: { access: 'WRITE' } });
    const [one, ...more] = first.data.node.events.nodes;
    expect(one).toEqual({ access: 'WRITE', actor: { userName } });
    for (const other of more) expect(other).toEqual(one);
    const after = first.data.node.events.pageInfo.endCursor;
    expect((await ask(query, { id, after, filter: { access: 'WRITE' } })).errors).toBeUndefined();
    const others = [
      { id, after, filter: { access: 'READ' } },
      { id: globalId('AuditUser', accountId, 'somebody else'), after, filter: { access: 'WRITE' } },
    ];
    for (const other of others) {
      expect((await ask(query, other)).errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
    }
  });

  it('a user or resource is asked for in its own account, and in no other', async () => {
    const query = `query($id: ID!, $sources: [AuditSourceInput!]) { node(id: $id) { ... on AuditUser {
      events(sources: $sources, ${past}) { nodes { seenIn { account region } } } } } }`;
    const { id } = event.actor.user;
    const own = await ask(query, { id, sources: [{ regions: ['cn-hangzhou', 'cn-shanghai'] }] });
    const seen = own.data.node.events.nodes.flatMap(({ seenIn }: { seenIn: object[] }) => seenIn);
    expect(new Set(seen.map(({ account }: { account: string }) => account))).toEqual(new Set(['main']));
    const { errors } = await ask(query, { id, sources: [{ account: 'account-2' }] });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('"main"'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('the last change of a resource is its newest write event', async () => {
    const { id } = event.resources[0].resource;
    const { data } = await ask(
      `query($id: ID!) { node(id: $id) { ... on AuditResource {
        lastChange { id access }
        events(first: 1, window: { past: "P90D" }, filter: { access: WRITE }) { nodes { id access } } } } }`,
      { id },
    );
    expect(data.node.lastChange).toEqual(data.node.events.nodes[0]);
  });

  it('the last change is looked for in the sources that are named, with a look-up each', async () => {
    const query = `query($id: ID!, $sources: [AuditSourceInput!]) { node(id: $id) { ... on AuditResource {
      lastChange(sources: $sources) { seenIn { region } } } } }`;
    const id = globalId('AuditResource', accountId, 'ACS::ECS::Instance', 'i-nobody-knows');
    const { extensions } = await ask(query, { id, sources: [{ regions: ['cn-hangzhou'] }] });
    expect(extensions).toMatchObject({ upstream: { calls: 1 } });
    const foreign = await ask(query, { id, sources: [{ account: 'account-2' }] });
    expect(foreign.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('the last change is an error where a source that failed may hide a newer one', async () => {
    const query = `query($id: ID!, $sources: [AuditSourceInput!]) { node(id: $id) { ... on AuditResource {
      lastChange(sources: $sources) { id } } } }`;
    const { id } = event.resources[0].resource;
    const [region] = emulator.regions.filter((one) => one !== event.region);
    emulator.addFault({ kind: 'json-503', region: region as string });
    const { data, errors } = await ask(query, { id });
    const known = await ask(query, { id, sources: [{ regions: [event.region] }] });
    emulator.clearFaults();
    expect(data.node.lastChange).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', region } }]);
    expect(known.data.node.lastChange).toEqual({ id: expect.any(String) });
  });

  it('half a surrogate pair names nobody: its id would name somebody else', () => {
    const sources = [{ id: '', account: 'main', accountId, region: 'cn-hangzhou', isEmulated: true }];
    expect(userOf(sources, { accountId, userName: '\ud800x' })).toBeNull();
    expect(userOf(sources, { accountId, userName: '😀' })).toMatchObject({ userName: '😀' });
    expect(resourceOf(sources, { accountId, type: 't', name: '\udc00' })).toBeNull();
  });

  it('nothing is known of what stands in no account that is read', async () => {
    const ids = [
      globalId('AuditUser', '9999999999999999', 'root'),
      globalId('AuditResource', '9999999999999999', 'ACS::ECS::Instance', 'i-1'),
      globalId('AuditResource', accountId, '', 'i-1'),
    ];
    const { data, errors } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([null, null, null]);
  });

  it('an id holds a type with colons, and is the only one of its resource', () => {
    const parts = [accountId, 'ACS::ECS::Instance%3A', 'a:b%3A'];
    expect(parseGlobalId(globalId('AuditResource', ...parts))).toEqual({ type: 'AuditResource', parts });
    const other = Buffer.from(`AuditResource:${accountId}:ACS::ECS:i-1`).toString('base64url');
    expect(parseGlobalId(other).parts).toEqual([accountId, 'ACS', ':ECS:i-1']);
  });
});
