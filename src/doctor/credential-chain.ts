export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether there is a file; `~` stands for the home directory. */
  hasFile(path: string): boolean;
}

/**
 * What Alibaba Cloud's default chain (@alicloud/credentials 2.4.7) looks at, and what of it is there on this machine.
 * The chain itself does not tell which of its places failed in what way; names are told here, never values.
 */
export function describeChain({ env, hasFile }: Machine): string {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  const variables = (...names: string[]) =>
    names.map((name) => `${name} is ${isSet(name) ? 'set' : 'not set'}`);
  const file = (path: string) => `${path} ${hasFile(path) ? 'is there' : 'is not there'}`;
  const places = [
    ...variables('ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'),
    ...variables('ALIBABA_CLOUD_OIDC_TOKEN_FILE', 'ALIBABA_CLOUD_ROLE_ARN'),
    file('~/.aliyun/config.json'),
    file(env.ALIBABA_CLOUD_CREDENTIALS_FILE || '~/.alibabacloud/credentials'),
    env.ALIBABA_CLOUD_ECS_METADATA_DISABLED === 'true'
      ? 'the instance role is switched off'
      : 'no instance role answered',
    ...variables('ALIBABA_CLOUD_CREDENTIALS_URI'),
  ];
  return `Give the chain one of its places: ${places.join('; ')}.`;
}
