import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { composers } from './support/composers.ts';
import { startDirectory } from './support/neighbours.ts';
import { startProxy } from './support/proxy.ts';
import { routers } from './support/routers.ts';

// What takes longer (both composers, both routers, failures, paging) is in gateways.deep.test.ts.
describe('a federated graph', async () => {
  const { gateway, ask } = await startGateway({}, (config) => ({
    ...config,
    federation: { enabled: true, auditableResource: false },
  }));
  const { data } = await ask(`{ _service { sdl } events(first: 1, filter: { actorType: { eq: "ram-user" } },
    sources: [{ account: "main" }]) { nodes { id actor { accountId userName } } } }`);
  const [{ id, actor }] = data.events.nodes;
  const proxy = await startProxy((await gateway.listen()).url);
  const directory = await startDirectory(actor.accountId, [actor.userName]);
  const audit = { name: 'audit', url: `${proxy.url}/graphql`, sdl: data._service.sdl };
  const compose = composers['@theguild/federation-composition'];
  const router = await routers['@graphql-hive/gateway-runtime'](compose([audit, directory]));
  afterAll(() => Promise.all([router, proxy, directory].map((one) => one.close())));

  it('gives a neighbour’s row its events, over HTTP and with the auth header passed on', async () => {
    const answer = await router.ask(
      '{ people { mail audit { events(first: 1) { nodes { id } scan { upstreamCalls } } } } }',
      {},
      { authorization: 'Bearer abc' },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.people).toMatchObject([
      { mail: `${actor.userName}@example.com`, audit: { events: { nodes: [{ id }] } } },
    ]);
    expect([...proxy.authorizations, ...directory.authorizations]).toEqual(['Bearer abc', 'Bearer abc']);
  });
});
