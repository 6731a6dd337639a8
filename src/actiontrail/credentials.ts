import alibaba from '@alicloud/credentials';
import type { AccountConfig, CredentialConfig } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import type { Observer } from '../model/observer.ts';

/** What @alicloud/openapi-client signs with. */
export interface Credential {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  readonly type: string;
  readonly providerName: string;
}

/** One per account. The client asks it before every call. */
export interface CredentialSource {
  /** What would be given at once; null where somebody would have to wait, or a refresh is due. */
  atHand(): Credential | null;
  /** Rejects with UPSTREAM_UNAUTHORIZED. Never longer than one refresh, which all who wait share. */
  getCredential(): Promise<Credential>;
}

/** Asks a source of credentials that is made anew for every refresh. */
export type LoadCredential = () => Promise<unknown>;

interface Parts {
  readonly clock: Clock;
  readonly observer: Observer;
  /** For tests; Alibaba's own chain otherwise. */
  readonly load?: LoadCredential;
}

/**
 * @alicloud/credentials does not tell when what it gave expires, so age decides. Session credentials live for 15 minutes
 * at least: after 5 they are refreshed in the background, after 10 a call waits for fresh ones.
 */
const freshMs = 5 * 60_000;
const usableMs = 10 * 60_000;
/** After a failed refresh the old ones serve this long before the next try: ActionTrail has the last word on them. */
const holdOffMs = 10_000;

export function openCredentials({ name, credentials }: AccountConfig, parts: Parts): CredentialSource {
  if (credentials.type === 'static') return staticSource(credentials);
  return refreshed(name, parts);
}

function staticSource(config: Extract<CredentialConfig, { type: 'static' }>): CredentialSource {
  const { accessKeyId, accessKeySecret, securityToken } = config;
  const key = { accessKeyId, accessKeySecret };
  const credential: Credential =
    securityToken === undefined
      ? { ...key, type: 'access_key', providerName: 'static_ak' }
      : { ...key, securityToken, type: 'sts', providerName: 'static_sts' };
  return { atHand: () => credential, getCredential: () => Promise.resolve(credential) };
}

/**
 * Alibaba's default chain, and what it lacks: one refresh at a time (by itself, concurrent first calls race and fail),
 * a new chain for each (a chain whose first try failed fails for ever, and never rereads a rotated file), and errors
 * without its texts (which can hold an STS answer, secret included).
 */
function refreshed(
  account: string,
  { clock, observer, load = loadFromDefaultChain }: Parts,
): CredentialSource {
  let current: { readonly credential: Credential; readonly loadedAt: number } | null = null;
  let refreshing: Promise<Credential> | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<Credential> => {
    try {
      const credential = checked(await load());
      current = { credential, loadedAt: clock.elapsed() };
      return credential;
    } catch {
      observer.log('error', 'credentials could not be loaded', { account });
      notBefore = clock.elapsed() + holdOffMs;
      if (current !== null) return current.credential;
      throw noCredentials(account);
    } finally {
      refreshing = null;
    }
  };
  const shared = (): Promise<Credential> => {
    refreshing ??= refresh();
    return refreshing;
  };

  const atHand = (): Credential | null => {
    if (current === null) return null;
    const now = clock.elapsed();
    return now - current.loadedAt < freshMs || now < notBefore ? current.credential : null;
  };
  return {
    atHand,
    async getCredential() {
      const ready = atHand();
      if (ready !== null) return ready;
      if (current === null) return shared();
      const old = current;
      const renewed = shared();
      // A refresh never rejects while there are old ones.
      return clock.elapsed() - old.loadedAt < usableMs ? old.credential : renewed;
    },
  };
}

async function loadFromDefaultChain(): Promise<unknown> {
  return new alibaba.default().getCredential();
}

function checked(loaded: unknown): Credential {
  const { accessKeyId, accessKeySecret, securityToken, type, providerName } = loaded as Partial<Credential>;
  if (!accessKeyId || !accessKeySecret) throw new TypeError('Expected an access key and its secret.');
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken && { securityToken }),
    type: type ?? 'access_key',
    providerName: providerName ?? '',
  };
}

function noCredentials(account: string): Fault {
  const message =
    `No credentials were found for account ${JSON.stringify(account)}: expected Alibaba's default chain to give an ` +
    'access key (environment, OIDC, CLI profile, credentials file, instance role or URI).';
  return new Fault('UPSTREAM_UNAUTHORIZED', message, { account });
}
