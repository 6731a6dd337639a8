import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Exchange, requestBytes } from './client.ts';
import { median } from './load.ts';
import { pageQuestion } from './questions.ts';
import type { Stage } from './stage.ts';
import { start } from './started.ts';
import { credentials } from './viewers.ts';

/** Milliseconds, medians. */
export interface Cold {
  readonly lookUps: number;
  /** One `callApi` of the client, timed in its own process. */
  readonly directMs: number;
  /** The same window through Trailgraph, timed at its client: HTTP, GraphQL and all. */
  readonly gatewayMs: number;
  /** Median of the differences, look-up by look-up. */
  readonly overheadMs: number;
  /** The same, both timed at their clients: most of HTTP falls out. */
  readonly overheadOverHttpMs: number;
}

/** How many look-ups. */
export interface ColdOptions {
  readonly warmUp: number;
  readonly count: number;
}

/** Windows that nobody has asked for, each looked up both ways in turn. */
export function measureCold(stage: Stage, options: ColdOptions): Promise<Cold> {
  return stage.trailgraph.whileRunning(() => compare(stage, options));
}

async function compare(stage: Stage, { warmUp, count }: ColdOptions): Promise<Cold> {
  const { accounts } = stage;
  const [account] = accounts;
  if (account?.credentials.type !== 'static') throw new Error('the emulator has an account with a key');
  const direct = await start({
    name: 'direct',
    script: 'bench/speed/servers/direct.ts',
    env: {
      ENDPOINT: account.endpoint ?? '',
      ACCESS_KEY_ID: account.credentials.accessKeyId,
      ACCESS_KEY_SECRET: account.credentials.accessKeySecret,
    },
    side: 'server',
    logs: stage.folder,
  });
  stage.keep(direct);
  const askDirect = await oneByOne(direct.port);
  const askGateway = await oneByOne(stage.trailgraph.port);
  const pairs: { readonly directMs: number; readonly overHttpMs: number; readonly gatewayMs: number }[] = [];
  for (const { region, window, isWarmUp } of windows(account.regions, warmUp, count)) {
    const parameters = { RegionId: region, StartTime: window.start, EndTime: window.end, MaxResults: '50' };
    const one = await askDirect(requestBytes({ path: '/', body: JSON.stringify(parameters) }));
    const body = pageQuestion({ window, sources: [{ account: account.name, regions: [region] }] });
    const other = await askGateway(requestBytes({ path: '/graphql', headers: credentials[0] ?? {}, body }));
    const { extensions } = JSON.parse(String(other.body));
    // A second without a time in it, for instance, is looked up once more.
    if (extensions.upstream.calls === 1 && !isWarmUp) {
      const { tookMs: directMs } = JSON.parse(String(one.body));
      pairs.push({ directMs, overHttpMs: one.tookMs, gatewayMs: other.tookMs });
    }
    // The quota is a hundred a second: no turn has to be waited for.
    await sleep(15);
  }
  if (pairs.length < count / 2) throw new Error('most look-ups were none');
  return {
    lookUps: pairs.length,
    directMs: median(pairs.map(({ directMs }) => directMs)),
    gatewayMs: median(pairs.map(({ gatewayMs }) => gatewayMs)),
    overheadMs: median(pairs.map(({ directMs, gatewayMs }) => gatewayMs - directMs)),
    overheadOverHttpMs: median(pairs.map(({ overHttpMs, gatewayMs }) => gatewayMs - overHttpMs)),
  };
}

/**
 * None touching another one nor what others asked for, so that no answer helps the next. Small ones first, of which
 * there are many: compilers come in after some hundred look-ups, which at two a second is within minutes. Then three
 * hours each.
 */
function* windows(regions: readonly string[], warmUp: number, count: number) {
  const minute = 60_000;
  const text = (ms: number) => new Date(ms).toISOString().replace('.000', '');
  let start = Math.floor(Date.now() / minute) * minute - 28 * 24 * 60 * minute;
  for (let nth = 0; nth < warmUp + count; nth += 1) {
    const isWarmUp = nth < warmUp;
    const length = (isWarmUp ? 40 : 180) * minute;
    const region = regions[nth % regions.length] ?? '';
    yield { region, isWarmUp, window: { start: text(start), end: text(start + length) } };
    if (nth % regions.length === regions.length - 1) start += length + 10 * minute;
  }
}

async function oneByOne(port: number) {
  const connection = await connect(port, (error) => {
    throw error;
  });
  return (request: Exchange['request']) =>
    new Promise<{ readonly body: Buffer; readonly tookMs: number }>((resolve) => {
      const began = performance.now();
      connection.send({ request, expected: null }, (body) =>
        resolve({ body: Buffer.from(body), tookMs: performance.now() - began }),
      );
    });
}
