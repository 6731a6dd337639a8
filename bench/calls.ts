import { loadConfig } from '../src/config.ts';
import { type Emulator, startEmulator } from '../src/emulator/index.ts';
import { createGateway, emulatedAccounts, type Gateway } from '../src/gateway.ts';
import { silent } from '../src/model/observer.ts';
import { systemClock } from '../src/system.ts';

interface Row {
  readonly question: string;
  readonly figure: string;
  readonly target: string;
  readonly isMet: boolean;
}

/** One day for all runs: the emulator's events go by the day, and with them those that share a second. */
const now = () => Date.UTC(2026, 10, 21, 12);

/** What questions cost in LookupEvents calls, on the emulator's default data set. */
async function measureCalls(): Promise<readonly Row[]> {
  const emulator = await startEmulator({ callsPerSecond: Number.POSITIVE_INFINITY, now, signingNow: now });
  const gateway = await gatewayOver(emulator);
  const ask = async (events: string) => {
    const query = `{ events(${events}) { edges { cursor } pageInfo { endCursor } scan { state upstreamCalls examined } } }`;
    const response = await gateway.handle(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      }),
    );
    const { data, errors } = (await response.json()) as { data: { events: Answer }; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data.events;
  };
  const one = 'sources: [{ account: "main", regions: ["cn-shanghai"] }]';
  const row = (question: string, { scan }: Answer, target: number): Row => ({
    question,
    figure: `${scan.upstreamCalls} calls`,
    target: `at most ${target}`,
    isMet: scan.upstreamCalls <= target,
  });
  try {
    const newest = await ask(`first: 50, ${one}`);
    const everywhere = await ask('first: 50');
    const next = await ask(`first: 50, after: "${everywhere.pageInfo.endCursor}"`);
    const pair = 'filter: { serviceName: { eq: "Ecs" }, eventName: { eq: "StopInstance" } }';
    const pushed = await ask(
      `first: 200, window: { past: "P30D" }, ${pair}, budget: { maxUpstreamCalls: 40 }, ${one}`,
    );
    const day = `window: { past: "P1D" }, budget: { maxUpstreamCalls: 40 }, ${one}`;
    const scanned = await ask(`first: 200, filter: { userAgent: { contains: "no such agent" } }, ${day}`);
    const far = await ask(`last: 50, window: { past: "P90D" }, ${one}`);
    const farEverywhere = await ask('last: 50, window: { past: "P90D" }');
    return [
      row('first page, newest 50 of one region', newest, 1),
      row('newest 50 over 4 regions x 2 accounts', everywhere, 8),
      row('... its next page', next, 8),
      row(
        `a pushed-down pair, ${pushed.edges.length} matches`,
        pushed,
        Math.ceil(pushed.edges.length / 50) + 1,
      ),
      row(
        `contains, over ${scanned.scan.examined} events of 24 h`,
        scanned,
        Math.ceil(scanned.scan.examined / 50),
      ),
      row('last 50 from the far end of 90 days, one region', far, 1),
      row('last 50 from the far end of 90 days, 8 sources', farEverywhere, 8),
    ];
  } finally {
    await gateway.close();
    await emulator.close();
  }
}

/** Without memory, and with a rate that nothing here reaches. */
function gatewayOver(emulator: Emulator): Promise<Gateway> {
  const defaults = loadConfig({ argv: [], env: {}, readFile: () => null });
  const config = {
    ...defaults,
    accounts: emulatedAccounts(emulator),
    quota: { ...defaults.quota, callsPerSecond: 10_000 },
    memory: { maxBytes: 0, movingEdgeMs: 0 },
  };
  return createGateway(config, { clock: { ...systemClock, now }, observer: silent, examples: [] });
}

interface Answer {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly endCursor: string | null };
  readonly scan: { readonly state: string; readonly upstreamCalls: number; readonly examined: number };
}

const rows = await measureCalls();
const width = Math.max(...rows.map(({ question }) => question.length));
for (const { question, figure, target, isMet } of rows) {
  console.log(`${isMet ? 'ok  ' : 'MISS'}  ${question.padEnd(width)}  ${figure.padStart(10)}  (${target})`);
}
process.exitCode = rows.every(({ isMet }) => isMet) ? 0 : 1;
