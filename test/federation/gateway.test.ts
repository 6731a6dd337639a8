import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { composers } from './support/composers.ts';
import { startDirectory } from './support/neighbours.ts';
import { startProxy } from './support/proxy.ts';
import { auth, authorization } from './support/rights.ts';
import { routers } from './support/routers.ts';

// What takes longer (both composers, both routers, failures, paging) is in gateways.deep.test.ts.
describe('a federated graph', async () => {
  const { gateway, ask } = await startGateway({}, (config) => ({
    ...config,
    auth,
    federation: { enabled: true, auditableResource: false },
  }));
  const { data } = await ask(
    `{ _service { sdl } events(first: 1, filter: { actorType: { eq: "ram-user" } },
    sources: [{ account: "main" }]) { nodes { id actor { accountId userName } } } }`,
    {},
    authorization,
  );
  const [{ id, actor }] = data.events.nodes;
  const proxy = await startProxy((await gateway.listen()).url);
  const directory = await startDirectory(actor.accountId, [actor.userName]);
  const audit = { name: 'audit', url: `${proxy.url}/graphql`, sdl: data._service.sdl };
  const compose = composers['@theguild/federation-composition'];
  const router = await routers['@graphql-hive/gateway-runtime'](compose([audit, directory]));
  afterAll(() => Promise.all([router, proxy, directory].map((one) => one.close())));

  const query = '{ people { mail audit { events(first: 1) { nodes { id } scan { upstreamCalls } } } } }';

  it('gives a neighbour’s row its events, over HTTP and with the auth header passed on', async () => {
    const answer = await router.ask(query, {}, authorization);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.people).toMatchObject([
      { mail: `${actor.userName}@example.com`, audit: { events: { nodes: [{ id }] } } },
    ]);
    expect([...proxy.authorizations, ...directory.authorizations]).toEqual(
      Array(2).fill(authorization.authorization),
    );
  });

  it('gives none to who shows no key, and the neighbour’s part all the same', async () => {
    const { data, errors } = await router.ask(query);
    expect(data.people).toEqual([{ mail: `${actor.userName}@example.com`, audit: { events: null } }]);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
