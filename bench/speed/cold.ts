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
}

/** Windows that nobody has asked for, each looked up both ways in turn. */
export function measureCold(stage: Stage, count: number): Promise<Cold> {
  return stage.trailgraph.whileRunning(() => compare(stage, count));
}

async function compare(stage: Stage, count: number): Promise<Cold> {
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
  const pairs: { readonly directMs: number; readonly gatewayMs: number }[] = [];
  const warmUp = Math.ceil(count / 3);
  for (const { region, window } of windows(account.regions, count + warmUp)) {
    const parameters = { RegionId: region, StartTime: window.start, EndTime: window.end, MaxResults: '50' };
    const one = await askDirect(requestBytes({ path: '/', body: JSON.stringify(parameters) }));
    const body = pageQuestion({ window, sources: [{ account: account.name, regions: [region] }] });
    const other = await askGateway(requestBytes({ path: '/graphql', headers: credentials[0] ?? {}, body }));
    const { extensions } = JSON.parse(String(other.body));
    // A second without a time in it, for instance, is looked up once more.
    if (extensions.upstream.calls === 1) {
      pairs.push({ directMs: JSON.parse(String(one.body)).tookMs, gatewayMs: other.tookMs });
    }
    // The quota is a hundred a second: no turn has to be waited for.
    await sleep(15);
  }
  const measured = pairs.slice(warmUp);
  if (measured.length < count / 2) throw new Error('most look-ups were none');
  return {
    lookUps: measured.length,
    directMs: median(measured.map(({ directMs }) => directMs)),
    gatewayMs: median(measured.map(({ gatewayMs }) => gatewayMs)),
    overheadMs: median(measured.map(({ directMs, gatewayMs }) => gatewayMs - directMs)),
  };
}

/** Three hours each, none touching another one nor what others asked for, so that no answer helps the next. */
function* windows(regions: readonly string[], count: number) {
  const hour = 3_600_000;
  const begin = Math.floor(Date.now() / hour) * hour - 28 * 24 * hour;
  const text = (ms: number) => new Date(ms).toISOString().replace('.000', '');
  for (let nth = 0; nth < count; nth += 1) {
    const region = regions[nth % regions.length] ?? '';
    const start = begin + Math.floor(nth / regions.length) * 4 * hour;
    yield { region, window: { start: text(start), end: text(start + 3 * hour) } };
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
