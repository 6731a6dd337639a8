/**
 * An account of the emulator. The defaults are demo credentials: public, the same everywhere, and worth nothing
 * outside the emulator.
 */
export interface EmulatorAccount {
  /** The account id: digits, 16 in real life. */
  readonly id: string;
  readonly name?: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Credentials as STS hands them out, besides the key pair above. */
  readonly temporary?: TemporaryCredentials;
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  /** Epoch ms from which they are refused as expired; never, if left out. */
  readonly expiresAt?: number;
}

export const defaultRegions = ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1', 'eu-central-1'] as const;

/** The default accounts: 1000000000000001, 1000000000000002, and so on. */
export function demoAccounts(count: number): readonly EmulatorAccount[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return {
      id: String(1_000_000_000_000_000 + number),
      name: number === 1 ? 'main' : `account-${number}`,
      accessKeyId: `LTAI-emulator-${number}`,
      accessKeySecret: `emulator-demo-secret-${number}`,
      temporary: {
        accessKeyId: `STS.emulator-${number}`,
        accessKeySecret: `emulator-demo-sts-secret-${number}`,
        securityToken: `emulator-demo-token-${number}`,
      },
    };
  });
}

export interface KnownKey {
  readonly account: EmulatorAccount;
  readonly secret: string;
  readonly securityToken: string | undefined;
  readonly expiresAt: number | undefined;
}

/** Access key id to what is known of it. */
export function keyRing(accounts: readonly EmulatorAccount[]): ReadonlyMap<string, KnownKey> {
  const ring = new Map<string, KnownKey>();
  for (const account of accounts) {
    const { accessKeyId, accessKeySecret: secret, temporary } = account;
    ring.set(accessKeyId, { account, secret, securityToken: undefined, expiresAt: undefined });
    if (temporary !== undefined) {
      const { securityToken, expiresAt } = temporary;
      ring.set(temporary.accessKeyId, {
        account,
        secret: temporary.accessKeySecret,
        securityToken,
        expiresAt,
      });
    }
  }
  return ring;
}
