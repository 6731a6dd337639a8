import { parseArgs } from 'node:util';
import { defaultRegions } from './accounts.ts';
import { type Behaviour, behaviourRules, defaultBehaviour } from './behaviour.ts';
import type { EmulatorOptions } from './options.ts';

const DEFAULT_PORT = 4010;

/** Options from the command line, or `help`. Throws an error for a person to read. */
export function optionsFromArguments(args: readonly string[]): EmulatorOptions | 'help' {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false });
  if (values.help === true) return 'help';
  const rate = values['calls-per-second'];
  return {
    port: values.port === undefined ? DEFAULT_PORT : toNumber(values.port),
    ...given('host', values.host, asItIs),
    ...given('seed', values.seed, asItIs),
    ...given('accounts', values.accounts, toNumber),
    ...given('regions', values.regions, (text) => text.split(',').map((name) => name.trim())),
    ...given('days', values.days, toNumber),
    ...given('events', values.events, toNumber),
    ...given('callsPerSecond', rate, (text) => (text === 'unlimited' ? Infinity : toNumber(text))),
    ...given('visibilityDelaySeconds', values['visibility-delay'], toNumber),
    behaviour: behaviourFrom(values.behaviour ?? []),
  };
}

export function helpText(): string {
  const switches = Object.entries(behaviourRules).map(
    ([name, [expected]]) =>
      `      ${name}=${String(new Map<string, unknown>(Object.entries(defaultBehaviour)).get(name))}   ${expected}`,
  );
  return `A pretend ActionTrail on invented events. Usage: trailgraph emulator [options]
In a checkout: npm run emulator -- [options]

  --port <number>              default ${DEFAULT_PORT}; 0 takes any free one
  --host <address>             default 127.0.0.1
  --seed <text>                the same seed gives the same events; default 1
  --accounts <number>          default 2
  --regions <a,b,…>            default ${defaultRegions.join(',')}
  --days <1 to 90>             how far history goes back; default 90
  --events <number>            over all accounts, regions and days; default 200000
  --calls-per-second <number>  LookupEvents per account, or "unlimited"; default 2
  --visibility-delay <seconds> until an event can be found; default 600
  --behaviour <name=value>     a switch, may be given several times; with their defaults:
${switches.join('\n')}
  --help

While it runs, from this machine only:
  GET    /_emulator          accounts, switches, kinds of faults, and these addresses
  POST   /_emulator/faults   sets a fault: {"kind":"throttle","count":3}; also api, accountId, region, after,
                             probability, ms, bytes, status, retryAfterMs. GET lists them; DELETE takes away all, or ?id=
  GET    /_emulator/calls    the calls it had; DELETE forgets them
  GET    /_emulator/events   its own list: ?account=&region=&start=&end=
`;
}

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  accounts: { type: 'string' },
  regions: { type: 'string' },
  days: { type: 'string' },
  events: { type: 'string' },
  'calls-per-second': { type: 'string' },
  'visibility-delay': { type: 'string' },
  behaviour: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Left out where the flag was not given, so that the usual default applies. */
function given<Name extends string, Value>(
  name: Name,
  text: string | undefined,
  read: (text: string) => Value,
): Partial<Record<Name, Value>> {
  return text === undefined ? {} : ({ [name]: read(text) } as Record<Name, Value>);
}

function asItIs(text: string): string {
  return text;
}

/** NaN where it is none; the check of the options then says which one, together with what else is wrong. */
function toNumber(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function behaviourFrom(settings: readonly string[]): Partial<Behaviour> {
  return Object.fromEntries(
    settings.map((setting) => {
      const at = setting.indexOf('=');
      if (at < 1)
        throw new Error(`--behaviour takes name=value, such as thirtyDaySpan=true, but got "${setting}"`);
      return [setting.slice(0, at), switchValue(setting.slice(at + 1))];
    }),
  );
}

function switchValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
