import type { AccountConfig } from '../model/account.ts';
import type { ActionTrail } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import type { Observer } from '../model/observer.ts';
import { createClient } from './client.ts';
import { type CredentialSource, type LoadCredential, openCredentials } from './credentials.ts';
import { selfTest } from './self-test.ts';
import { openTransport } from './transport.ts';
import { createWire } from './wire.ts';

export interface WireOptions {
  readonly accounts: readonly AccountConfig[];
  readonly clock: Clock;
  readonly observer: Observer;
  /** A fresh unguessable text per call, `randomUUID` for one. */
  readonly newNonce: () => string;
  /** How long one call may take, milliseconds. */
  readonly callTimeoutMs?: number;
  /** For tests: instead of Alibaba's own chain. */
  readonly loadCredential?: LoadCredential;
}

export interface Wire {
  /** The innermost of the stack: parses and redacts, but keeps no rate. */
  readonly actionTrail: ActionTrail;
  readonly credentialsOf: (account: string) => CredentialSource;
  /**
   * Proves that the transport is in place, and warms credentials. Rejects when the transport is not; credentials that
   * cannot be had are logged and tried again with the first call, since one account must not keep the others down.
   */
  ready(): Promise<void>;
  /** Ends all connections; calls under way reject. */
  close(): Promise<void>;
}

/** Throws for an account whose endpoint is no address. */
export function openWire({ callTimeoutMs = 5000, loadCredential, ...options }: WireOptions): Wire {
  const { accounts, clock, observer, newNonce } = options;
  const transport = openTransport();
  const parts = { clock, observer, ...(loadCredential !== undefined && { load: loadCredential }) };
  const sources = new Map(accounts.map((account) => [account.name, openCredentials(account, parts)]));
  const credentialsOf = (account: string): CredentialSource => {
    const source = sources.get(account);
    if (source === undefined)
      throw new Fault('INTERNAL', `No account ${JSON.stringify(account)} is configured.`);
    return source;
  };
  const callAction = createClient({ accounts, transport, credentialsOf, clock, newNonce, callTimeoutMs });
  return {
    actionTrail: createWire(callAction),
    credentialsOf,
    async ready() {
      await selfTest(transport, clock);
      await Promise.allSettled([...sources.values()].map((source) => source.getCredential()));
    },
    close: () => transport.close(),
  };
}
