import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { composers } from './support/composers.ts';
import {
  auditableInventorySdl,
  inventorySdl,
  type Neighbour,
  startDirectory,
  startInventory,
} from './support/neighbours.ts';
import { startProxy } from './support/proxy.ts';
import { auth, authorization } from './support/rights.ts';
import { type Router, routers } from './support/routers.ts';

const past = 'window: { past: "P30D" }';

/** A gateway with events of a known user and resource, and the neighbours that know them. */
async function startCompany(auditableResource: boolean) {
  const { gateway, ask, emulator } = await startGateway({}, (config) => ({
    ...config,
    auth,
    federation: { enabled: true, auditableResource },
  }));
  const accountId = emulator.accounts[0]?.id ?? '';
  const { data } = await ask(
    `{ _service { sdl } events(first: 1, ${past}, sources: [{ account: "main" }],
    filter: { resourceType: { eq: "ACS::ECS::Instance" }, access: WRITE }) { nodes { resources(first: 1) { name } } }
    people: events(first: 1, ${past}, sources: [{ account: "main" }], filter: { actorType: { eq: "ram-user" } }) {
      nodes { actor { userName } } } }`,
    {},
    authorization,
  );
  const instance: string = data.events.nodes[0].resources[0].name;
  const userName: string = data.people.nodes[0].actor.userName;
  const proxy = await startProxy((await gateway.listen()).url);
  const sdl = auditableResource ? auditableInventorySdl : inventorySdl;
  const inventory = await startInventory(accountId, [instance, 'i-unheard-of'], sdl);
  const directory = await startDirectory(accountId, [userName]);
  const audit = { name: 'audit', url: `${proxy.url}/graphql`, sdl: data._service.sdl as string };
  afterAll(() => Promise.all([proxy, inventory, directory].map((one) => one.close())));
  return { ask, proxy, inventory, directory, instance, userName, subgraphs: [audit, inventory, directory] };
}

describe.each(Object.entries(composers))('composed by %s', async (_composer, compose) => {
  const company = await startCompany(false);
  const auditable = await startCompany(true);

  describe.each(Object.entries(routers))('and served by %s', async (name, startRouter) => {
    const router = await startRouter(compose(company.subgraphs));
    const other = await startRouter(compose(auditable.subgraphs));
    afterAll(() => Promise.all([router.close(), other.close()]));
    beforeEach(() => {
      for (const one of [company.proxy, company.inventory, company.directory]) one.isDown = false;
    });

    it('rows of two neighbours get their events, with the auth header passed on to all', async () => {
      const { data, errors } = await router.ask(
        `{ instances { owner audit { lastChange { access } events(first: 1, ${past}) { nodes { eventName } } } }
           people { mail audit { events(first: 1, ${past}) { nodes { actor { userName } } } } } }`,
        {},
        authorization,
      );
      expect(errors).toBeUndefined();
      expect(data.instances).toMatchObject([
        {
          audit: { lastChange: { access: 'WRITE' }, events: { nodes: [{ eventName: expect.any(String) }] } },
        },
        { owner: 'team of i-unheard-of', audit: { lastChange: null, events: { nodes: [] } } },
      ]);
      const { userName } = company;
      expect(data.people[0].audit.events.nodes).toEqual([{ actor: { userName } }]);
      for (const one of [company.proxy, company.inventory, company.directory]) {
        expect(one.authorizations.at(-1)).toBe(authorization.authorization);
      }
    });

    it('an entity’s connection is paged through to its end', async () => {
      const ids = await pageThrough(router);
      const { data } = await company.ask(
        `query($name: String!) { events(first: 200, ${past}, sources: [{ account: "main" }],
          filter: { resourceName: { eq: $name }, resourceType: { eq: "ACS::ECS::Instance" } }) { nodes { id } } }`,
        { name: company.instance },
        authorization,
      );
      expect(ids.length).toBeGreaterThan(1);
      expect(ids).toEqual(data.events.nodes.map(({ id }: { id: string }) => id));
    });

    it.each<[string, 'proxy' | 'inventory', object]>([
      [
        'the gateway is down: neighbours keep their rows',
        'proxy',
        { people: [{ mail: expect.any(String) }] },
      ],
      ['a neighbour is down: the others keep theirs', 'inventory', { instances: null, people: [{}] }],
    ])('%s', async (_title, down, expected) => {
      company[down].isDown = true;
      const { data, errors } = await router.ask(
        `{ instances { owner audit { lastChange { id } } } people { mail audit { events(first: 1) { nodes { id } } } } }`,
        {},
        authorization,
      );
      expect(data).toMatchObject(expected);
      expect(errors?.length).toBeGreaterThan(0);
      if (down === 'inventory') expect(data.people[0].audit.events.nodes).toHaveLength(1);
    });

    it('a row beyond the cap has its error at its place, with its code', async () => {
      const wide = Array.from({ length: 25 }, (_, index) => `i-${index}`);
      const { data, errors = [] } = await askWithRows(wide, compose, startRouter);
      expect(data.instances).toHaveLength(25);
      expect(errors.map(({ extensions }) => extensions.code)).toContain('LIMIT_EXCEEDED');
    });

    // Hive's runtime asks nobody for a field that an interface object adds, and answers null (2.12.1).
    it.runIf(name === '@apollo/gateway')(
      'whatever implements AuditableResource has auditEvents',
      async () => {
        const { data, errors } = await other.ask(
          `{ instances { owner auditEvents(first: 2, ${past}) { nodes { resources { name } } } } }`,
          {},
          authorization,
        );
        expect(errors).toBeUndefined();
        const [first, second] = data.instances;
        expect(JSON.stringify(first.auditEvents)).toContain(auditable.instance);
        expect(second.auditEvents.nodes).toEqual([]);
      },
    );
  });

  async function pageThrough(router: Router): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data, errors } = await router.ask(
        `query($after: String) { instances { audit { events(first: 2, after: $after, ${past}) {
          nodes { id } pageInfo { hasNextPage endCursor } } } } }`,
        { after },
        authorization,
      );
      // A cursor is bound to its question: to the second row it is a stranger.
      expect(errors ?? []).toHaveLength(after === null ? 0 : 1);
      const { nodes, pageInfo } = data.instances[0].audit.events;
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    return ids;
  }

  async function askWithRows(
    names: readonly string[],
    composeAll: typeof compose,
    startRouter: (supergraph: string) => Promise<Router>,
  ) {
    const inventory: Neighbour = await startInventory('1000000000000001', names);
    const [audit] = company.subgraphs;
    if (audit === undefined) throw new Error('There is no audit subgraph.');
    const router = await startRouter(composeAll([audit, inventory]));
    const answer = await router.ask(
      `{ instances { audit { events(first: 1, ${past}) { nodes { id } } } } }`,
      {},
      authorization,
    );
    await Promise.all([router.close(), inventory.close()]);
    return answer;
  }
});
