import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { startDirectory, startInventory } from './support/neighbours.ts';
import { composers, routers } from './support/routers.ts';

describe.each(Object.entries(composers))('composed by %s', async (_composer, compose) => {
  describe.each(Object.entries(routers))('and served by %s', async (_router, startRouter) => {
    const { gateway, ask, emulator } = await startGateway({}, (config) => ({
      ...config,
      federation: { enabled: true, auditableResource: false },
    }));
    const { url } = await gateway.listen();
    const { data } = await ask('{ _service { sdl } }');
    const accountId = emulator.accounts[0]?.id ?? '';
    const inventory = await startInventory(accountId, ['i-1', 'i-2']);
    const directory = await startDirectory(accountId, ['alice', 'bob']);
    const audit = { name: 'audit', url: `${url}/graphql`, sdl: data._service.sdl };
    const router = await startRouter(compose([audit, inventory, directory]));
    afterAll(() => Promise.all([router.close(), inventory.close(), directory.close()]));

    it('answers across', async () => {
      const answer = await router.ask(
        '{ instances { instanceId owner audit { id events(first: 2) { nodes { id } scan { state upstreamCalls } } } } }',
        {},
        { authorization: 'Bearer x' },
      );
      expect(answer.errors).toBeUndefined();
    });
  });
});
