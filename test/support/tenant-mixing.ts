import { beforeAll, describe, expect, it } from 'vitest';
import { eventKeyOf } from '../../src/model/global-id.ts';
import { type Grant, grantOf } from '../../src/model/grant.ts';
import { askOver } from './ask.ts';
import { startGateway } from './gateway.ts';
import { apiKeyFor, authOf } from './identity.ts';

const regions = ['cn-hangzhou', 'cn-shanghai'];
const accounts = ['main', 'account-2', 'account-3'];
const day = 86_400;

/** Ten viewers of three accounts; no two see the same. */
const grants: readonly Grant[] = [
  grantOf(),
  grantOf({ accounts: ['main'] }),
  grantOf({ accounts: ['account-2'] }),
  grantOf({ accounts: ['account-3'] }),
  grantOf({ accounts: ['main', 'account-2'] }),
  grantOf({ accounts: ['account-2', 'account-3'], regions: ['cn-shanghai'] }),
  grantOf({ services: ['Ecs'] }),
  grantOf({ accounts: ['main'], services: ['Ram', 'Ecs'] }),
  grantOf({ pastSeconds: day }),
  grantOf({ accounts: ['account-3'], regions: ['cn-hangzhou'], services: ['Oss'], pastSeconds: 2 * day }),
];

interface Shown {
  readonly id: string;
  readonly eventTime: string;
  readonly serviceName: string | null;
  readonly seenIn: readonly { readonly account: string; readonly region: string }[];
}

const event = 'id eventTime serviceName seenIn { account region }';
const window = 'window: { past: "P3D" }';

/** Viewers who ask side by side what the others ask, with the others' cursors and ids; `operations` in all. */
export function describeTenantMixing(operations: number): void {
  describe(`${operations} operations of ten viewers of three accounts, mixed, with memory and shared calls`, () => {
    let url = '';
    let close = async (): Promise<void> => {};
    const keys = grants.map((grant, index) => apiKeyFor(`viewer${index}`, grant, { seed: index }));

    beforeAll(async () => {
      const auth = authOf({ apiKeys: keys.map(({ config }) => config) });
      const { gateway } = await startGateway({ accounts: 3, regions, events: 800, days: 4 }, (config) => ({
        ...config,
        isProduction: true,
        auth,
        memory: { maxBytes: 64 * 1024 * 1024, movingEdgeMs: 5000 },
      }));
      ({ url } = await gateway.listen());
      close = () => gateway.close();
      return () => close();
    });

    async function ask(viewer: number, query: string) {
      const authorization = `Bearer ${keys[viewer]?.text}`;
      const answer = await askOver(url, query, { authorization });
      return (await answer.json()) as {
        // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests, field by field.
        data?: any;
        errors?: { extensions: { code: string } }[];
      };
    }

    /** What is shown although it is not granted. */
    function foreign(
      { accounts: named, regions: places, services, pastSeconds }: Grant,
      { eventTime, serviceName, seenIn }: Shown,
    ): boolean {
      return (
        !seenIn.every(
          ({ account, region }) => (named?.includes(account) ?? true) && (places?.includes(region) ?? true),
        ) ||
        !(services?.includes(serviceName ?? '') ?? true) ||
        (pastSeconds !== null && Date.parse(eventTime) < Date.now() - pastSeconds * 1000 - 60_000)
      );
    }

    it('no event, count, cursor, job or source of anybody else', async () => {
      // What each sees when nobody else asks: settled, so it does not change.
      const [start, end] = [Date.now() - 3 * day * 1000, Date.now() - 3_600_000].map((at) =>
        new Date(at).toISOString(),
      );
      const settled = `window: { start: "${start}", end: "${end}" }`;
      const counts: number[] = [];
      for (const viewer of grants.keys()) {
        const { data, errors } = await ask(
          viewer,
          `{ eventCount(${settled}) { count relation scan { examined } } }`,
        );
        expect(errors).toBeUndefined();
        expect(data?.eventCount.relation).toBe('EXACT');
        counts.push(data?.eventCount.count);
      }
      expect(new Set(counts).size).toBeGreaterThan(5);
      const pool = { cursors: [] as string[], ids: [] as string[] };
      let seed = 7;
      const random = (below: number) => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      };
      const tally = { events: 0, foreign: 0, found: 0, hidden: 0, taken: 0, refused: 0 };
      const page = async (viewer: number, grant: Grant) => {
        const cursor = random(2) === 0 ? pool.cursors[random(pool.cursors.length || 1)] : undefined;
        const after = cursor === undefined ? '' : `, after: "${cursor}"`;
        const [account, region] = [accounts[random(3)], regions[random(2)]];
        const sources =
          random(3) === 0 ? '' : `, sources: [{ account: "${account}", regions: ["${region}"] }]`;
        const { data, errors } = await ask(
          viewer,
          `{ events(first: ${5 + random(40)}, ${window}${sources}${after}) { nodes { ${event} } pageInfo { endCursor } scan { examined } } }`,
        );
        const isKnown =
          sources === '' ||
          ((grant.accounts?.includes(account!) ?? true) && (grant.regions?.includes(region!) ?? true));
        const code = errors?.[0]?.extensions.code;
        if (!isKnown) return expect(code).toBe('BAD_USER_INPUT');
        if (code !== undefined) {
          tally.refused += 1;
          return expect([cursor === undefined, code]).toEqual([false, 'INVALID_CURSOR']);
        }
        if (cursor !== undefined) tally.taken += 1;
        const nodes: Shown[] = data?.events.nodes;
        tally.events += nodes.length;
        tally.foreign += nodes.filter((one) => foreign(grant, one)).length;
        pool.ids[random(200)] = nodes[0]?.id ?? pool.ids[0] ?? '';
        if (data?.events.pageInfo.endCursor) pool.cursors[random(200)] = data.events.pageInfo.endCursor;
      };
      const node = async (viewer: number, grant: Grant) => {
        const id = pool.ids[random(pool.ids.length || 1)];
        if (id === undefined || id === '') return;
        const { data } = await ask(viewer, `{ node(id: "${id}") { ... on AuditEvent { ${event} } } }`);
        const number = Number(eventKeyOf(id).accountId) - 1_000_000_000_000_000;
        const may = grant.accounts?.includes(accounts[number - 1] ?? '') ?? true;
        if (data?.node === null) tally.hidden += 1;
        else {
          tally.found += 1;
          tally.foreign += foreign(grant, data?.node) ? 1 : 0;
        }
        if (!may) expect(data?.node).toBeNull();
      };
      const rest = async (viewer: number, grant: Grant) => {
        const { data } = await ask(
          viewer,
          `{ eventCount(${settled}) { count relation } auditSources { account region } auditViewer { id } }`,
        );
        // How far back is granted moves on while the test runs.
        if (grant.pastSeconds === null)
          expect(data?.eventCount).toEqual({ count: counts[viewer], relation: 'EXACT' });
        else expect(data?.eventCount.count).toBeLessThanOrEqual(counts[viewer] ?? 0);
        const visible = data?.auditSources as Shown['seenIn'];
        tally.foreign += visible.filter(
          ({ account, region }) =>
            !(grant.accounts?.includes(account) ?? true) || !(grant.regions?.includes(region) ?? true),
        ).length;
      };
      const kinds = [page, page, page, node, node, rest];
      const lanes = 16;
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          for (let done = lane; done < operations; done += lanes) {
            const viewer = random(grants.length);
            await kinds[random(kinds.length)]!(viewer, grants[viewer]!);
          }
        }),
      );
      expect(tally).toMatchObject({ foreign: 0 });
      // Of a few operations, it is chance whether one meets a cursor or an id that others have left.
      const surely = operations < 10_000 ? ['events'] : ['events', 'found', 'hidden', 'taken', 'refused'];
      for (const what of surely) expect(tally).not.toHaveProperty(what, 0);
    });
  });
}
