/** One Alibaba Cloud account as configured: whose events are read, where, and with which key. */
export interface AccountConfig {
  /** What clients call it. */
  readonly name: string;
  /** The Alibaba Cloud account id, digits: it goes into global ids. */
  readonly id: string;
  /** Region ids, at least one. */
  readonly regions: readonly string[];
  /** `http://` or `https://` and a host, without a path; may contain `{region}`. Null: Alibaba's public endpoints. */
  readonly endpoint: string | null;
  readonly credentials: CredentialConfig;
  /** True for the built-in emulator. */
  readonly isEmulated: boolean;
  /** What differs from the common quota. */
  readonly quota?: Partial<QuotaRule>;
}

/** How much of an account's LookupEvents rate this process may use. */
export interface QuotaRule {
  /** What Alibaba Cloud allows; it documents 2. */
  readonly callsPerSecond: number;
  /** Whether each region has that rate for itself. Not documented; `account` is the careful reading. */
  readonly scope: QuotaScope;
  /** Calls per second that are left to the console and other tools. Less than `callsPerSecond`. */
  readonly reserve: number;
  /** How many processes share the rate: each gets that part of it. */
  readonly replicas: number;
}

export type QuotaScope = 'account' | 'region';

export type CredentialConfig =
  | {
      readonly type: 'static';
      readonly accessKeyId: string;
      readonly accessKeySecret: string;
      readonly securityToken?: string;
    }
  /** Alibaba's own chain: environment, OIDC, CLI profile, credentials file, instance role, URI. */
  | { readonly type: 'default' };
