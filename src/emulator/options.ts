import { defaultRegions, demoAccounts, type EmulatorAccount } from './accounts.ts';
import { type Behaviour, defaultBehaviour } from './behaviour.ts';
import { problemsWith } from './option-checks.ts';
import { type ApiName, documentedRates } from './rates.ts';

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The same seed gives the same events, as long as accounts, regions, days and events are the same too. Default '1'. */
  readonly seed?: string | number;
  /** How many demo accounts, or which accounts. Default 2. */
  readonly accounts?: number | readonly EmulatorAccount[];
  readonly regions?: readonly string[];
  /** How far history goes back: 1 to 90, default 90. It begins at a full hour. */
  readonly days?: number;
  /** Events over all accounts, regions and days, about. Default 200,000. */
  readonly events?: number;
  /** LookupEvents calls that an account may make in any second. Default 2; Infinity for no limit. */
  readonly callsPerSecond?: number;
  /** The same for the other APIs, where they should differ from `documentedRates`. */
  readonly rates?: Partial<Record<Exclude<ApiName, 'LookupEvents'>, number>>;
  /** Seconds until an event can be found. Default 600; late ones take up to 1.4 times as long. */
  readonly visibilityDelaySeconds?: number;
  readonly behaviour?: Partial<Behaviour>;
  /** Epoch ms: what the events, jobs and the call limit go by. Default is the machine's clock. */
  readonly now?: () => number;
  /** Epoch ms that signatures are checked against. Clients sign by the machine's clock, so that is the default. */
  readonly signingNow?: () => number;
}

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly seed: string;
  readonly accounts: readonly EmulatorAccount[];
  readonly regions: readonly string[];
  readonly days: number;
  readonly events: number;
  readonly rates: Readonly<Record<ApiName, number>>;
  readonly visibilityDelaySeconds: number;
  readonly behaviour: Behaviour;
  readonly now: () => number;
  readonly signingNow: () => number;
}

/** Fills in the defaults. Throws one error that lists everything that is wrong. */
export function settingsFrom(options: EmulatorOptions = {}): Settings {
  const wrong = problemsWith(options);
  if (wrong.length > 0) throw new Error(['The emulator cannot start:', ...wrong].join('\n- '));
  const accounts = options.accounts ?? 2;
  return {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    seed: String(options.seed ?? '1'),
    accounts: typeof accounts === 'number' ? demoAccounts(accounts) : [...accounts],
    regions: [...(options.regions ?? defaultRegions)],
    days: options.days ?? 90,
    events: options.events ?? 200_000,
    rates: { ...documentedRates, ...options.rates, LookupEvents: options.callsPerSecond ?? 2 },
    visibilityDelaySeconds: options.visibilityDelaySeconds ?? 600,
    behaviour: { ...defaultBehaviour, ...options.behaviour },
    now: options.now ?? Date.now,
    signingNow: options.signingNow ?? Date.now,
  };
}
