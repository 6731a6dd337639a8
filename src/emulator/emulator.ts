import type { AddressInfo } from 'node:net';
import type { EmulatorAccount } from './accounts.ts';
import { createControl } from './control.ts';
import { createDispatcher } from './dispatch.ts';
import { createFaultBook, type Fault, type PlacedFault } from './faults.ts';
import { type EmulatorOptions, type Settings, settingsFrom } from './options.ts';
import { type OwnEvent, type OwnQuestion, ownEvents } from './own-events.ts';
import { type CallRecord, createRecorder } from './recorder.ts';
import { createHttpServer } from './server.ts';
import { createService } from './service.ts';

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly accounts: readonly EmulatorAccount[];
  readonly regions: readonly string[];
  /** The calls it answered or was asked to spoil, oldest first; the last 10,000. */
  calls(): readonly CallRecord[];
  clearCalls(): void;
  /** Refuses a fault that does not exist with a list of those that do. */
  addFault(fault: Fault): PlacedFault;
  faults(): readonly PlacedFault[];
  clearFaults(): void;
  /**
   * Its own list: everything visible now, in FORWARD order, with global events where look-ups find them. Throws
   * where the account or region does not exist.
   */
  events(question: OwnQuestion): readonly OwnEvent[];
  /** Ends all connections at once, answered or not. */
  close(): Promise<void>;
}

/** Starts an emulator and resolves when it listens. Throws one error listing every bad option. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = settingsFrom(options);
  const service = createService(settings);
  const faults = createFaultBook(settings.seed);
  const recorder = createRecorder();
  const dispatcher = createDispatcher(settings, service, faults, recorder);
  const control = createControl({ settings, service, faults, recorder });
  const server = createHttpServer(dispatcher, control, settings.signingNow);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) => {
      const place = `port ${settings.port} of ${settings.host}`;
      reject(
        new Error(`The emulator cannot listen on ${place}; choose another port. ${cause.message}`, { cause }),
      );
    });
    server.listen(settings.port, settings.host, () => resolve((server.address() as AddressInfo).port));
  });
  return {
    url: `http://${reachable(settings.host)}:${port}`,
    port,
    accounts: settings.accounts,
    regions: settings.regions,
    calls: recorder.list,
    clearCalls: recorder.clear,
    addFault: faults.add,
    faults: faults.list,
    clearFaults: faults.clear,
    events: (question) => ownEvents(service.events, checked(question, settings)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Who listens on every address is reached on this machine by a loopback one, and the control address by no other. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** An empty list for a misspelt region would look like an answer. */
function checked(question: OwnQuestion, { accounts, regions }: Settings): OwnQuestion {
  if (!accounts.some(({ id }) => id === question.accountId)) {
    throw new Error(
      `The emulator has no account ${question.accountId}; it has ${accounts.map(({ id }) => id).join(', ')}`,
    );
  }
  if (!regions.includes(question.region)) {
    throw new Error(`The emulator has no region ${question.region}; it has ${regions.join(', ')}`);
  }
  return question;
}
