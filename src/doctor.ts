import { parseArgs } from 'node:util';
import { endpointOf, openWire, type Wire } from './actiontrail/index.ts';
import { type Config, ConfigError, type ConfigSources, loadConfig } from './config.ts';
import { checkAccount } from './doctor/account.ts';
import { type Reach, reach } from './doctor/address.ts';
import { checkAuth } from './doctor/auth.ts';
import { checkClock } from './doctor/clock.ts';
import { describeChain, type Machine } from './doctor/credential-chain.ts';
import type { Finding } from './doctor/finding.ts';
import { checkSettings } from './doctor/settings.ts';
import { countOf, tableOf } from './doctor/table.ts';
import { sourcesOf, stackOf } from './gateway.ts';
import type { AccountConfig } from './model/account.ts';
import { type Call, Tally } from './model/call.ts';
import type { Clock } from './model/clock.ts';
import { openGrant } from './model/grant.ts';
import { silent } from './model/observer.ts';
import { newId, random } from './system.ts';

/** What a run needs of the machine. */
export interface DoctorOptions extends ConfigSources, Machine {
  readonly clock: Clock;
  /** The answer: a table, or JSON. */
  write(text: string): void;
  /** What is being done meanwhile, for people. */
  tell(text: string): void;
}

const usage = `Usage: trailgraph doctor [--config <file>] [--json]

Checks a configuration against the real thing: addresses, credentials, the three actions of the RAM policy, the region
of global events, the account id, the clock. One LookupEvents call for each region of each account, one call for each
other action, at the rate that \`quota\` allows. Ends with 1 where something failed.

  --config <file>  as for the gateway
  --json           { "isHealthy", "upstreamCalls", "findings": [{ "status", "check", "account", "region", "found", "advice" }] }
`;

/** Gives the exit code: 0, or 1 where a check failed. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const { values, wrong } = readFlags(options.argv);
  if (wrong !== null) {
    options.tell(`${wrong}\n\n${usage}`);
    return 1;
  }
  if (values.help === true) {
    options.write(usage);
    return 0;
  }
  const tally = new Tally();
  const findings = await examine(values.config, options, tally);
  return report(findings, tally, values.json === true, options);
}

const flags = {
  config: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function readFlags(argv: readonly string[]) {
  try {
    return { ...parseArgs({ args: [...argv], options: flags, strict: true }), wrong: null };
  } catch (error) {
    return { values: {}, wrong: error instanceof Error ? error.message : String(error) };
  }
}

async function examine(
  file: string | undefined,
  options: DoctorOptions,
  tally: Tally,
): Promise<readonly Finding[]> {
  try {
    const config = loadConfig({ ...options, argv: file === undefined ? [] : ['--config', file] });
    return [
      ...checkSettings(config),
      ...(await checkAuth(config.auth, options.clock.now())),
      ...(await checkAll(config, options, tally)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, expected, got }) => ({
      check: 'configuration',
      status: 'failed',
      found: `${path === '' ? '' : `${path}: `}expected ${expected}, got ${got}`,
    }));
  }
}

async function checkAll(config: Config, options: DoctorOptions, tally: Tally): Promise<Finding[]> {
  const { accounts } = config;
  if (accounts === 'emulator') return [];
  const { clock } = options;
  const wire = openWire({ accounts, clock, observer: silent, newNonce: newId });
  const { actionTrail } = stackOf(wire, { ...config, accounts, clock, observer: silent, random });
  const sources = sourcesOf(accounts);
  options.tell(
    `Asking ${accounts.length} account(s): ${sources.length} calls of LookupEvents, and 2 for jobs for each account.\n`,
  );
  const ahead: number[] = [];
  const reachAndNote = async (url: URL): Promise<Reach> => {
    const reached = await reach(url, clock.now);
    if (reached.isReached && reached.aheadMs !== null) ahead.push(reached.aheadMs);
    return reached;
  };
  try {
    await wire.ready();
    const ofAccounts = await Promise.all(
      accounts.map((account) =>
        Array.fromAsync(
          checkAccount({
            account,
            sources: sources.filter((source) => source.account === account.name),
            actionTrail,
            credentials: () => describeCredentials(wire, account),
            credentialsAdvice: describeChain(options),
            addressOf: (region) => endpointOf(account, region),
            reach: reachAndNote,
            newCall: () => newCall(clock, tally),
          }),
        ),
      ),
    );
    return [...checkClock(ahead), ...ofAccounts.flat()];
  } finally {
    await wire.close();
  }
}

/** Names neither key nor secret. */
async function describeCredentials(wire: Wire, { name, credentials }: AccountConfig): Promise<string> {
  const { providerName, securityToken } = await wire.credentialsOf(name).getCredential();
  const from = credentials.type === 'static' ? 'the configuration' : `the default chain (${providerName})`;
  return `loaded from ${from}, ${securityToken === undefined ? 'without' : 'with'} a security token`;
}

/** Longer than the wire tries by itself, and than the line is long. */
const patienceMs = 60_000;

function newCall(clock: Clock, tally: Tally): Call {
  return {
    requestId: newId(),
    nowMs: clock.now(),
    deadline: clock.elapsed() + patienceMs,
    signal: new AbortController().signal,
    tally,
    viewer: 'doctor',
    grant: openGrant,
  };
}

function report(
  findings: readonly Finding[],
  { upstreamCalls }: Tally,
  isJson: boolean,
  { write }: Pick<DoctorOptions, 'write'>,
): number {
  const failed = countOf(findings, 'failed');
  if (isJson) {
    write(`${JSON.stringify({ isHealthy: failed === 0, upstreamCalls, findings }, null, 2)}\n`);
  } else {
    const counts = `${countOf(findings, 'ok')} ok, ${countOf(findings, 'warning')} to look at, ${failed} failed`;
    write(`${tableOf(findings)}\n\n${counts}; ${upstreamCalls} calls were made.\n`);
  }
  return failed === 0 ? 0 : 1;
}
