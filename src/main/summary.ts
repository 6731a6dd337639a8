import type { Config } from '../config.ts';

/** What was configured, for the line that is logged at start: never a secret, and nothing that leads to one. */
export function summaryOf(config: Config): Record<string, unknown> {
  const { file, isProduction, accounts, server, quota, memory, search, limits, execution } = config;
  const { auth, federation, documents, cursors, log, accessLog, metrics, tracing } = config;
  return {
    configuration: file ?? 'defaults',
    isProduction,
    accounts: accounts === 'emulator' ? accounts : accounts.map(accountSummary),
    server,
    quota,
    memory,
    search,
    limits,
    execution,
    auth: {
      anonymous: auth.anonymous !== null,
      issuers: auth.issuers.map(({ issuer }) => issuer),
      apiKeys: auth.apiKeys.map(({ id, client }) => `${client} (${id})`),
    },
    federation,
    documents: documents.only?.size ?? 'any',
    cursorKeys: cursors.keys.length,
    logLevel: log.level,
    accessLog: accessLog.to ?? 'off',
    metrics: metrics ?? 'off',
    // Behind the origin there may be a key.
    tracing:
      tracing === null
        ? 'off'
        : { ...tracing, endpoint: new URL(tracing.endpoint).origin, headers: undefined },
  };
}

function accountSummary({ name, regions, credentials, isEmulated, quota }: AccountConfigs[number]) {
  return { name, regions, credentials: credentials.type, emulated: isEmulated, ...(quota && { quota }) };
}

type AccountConfigs = Exclude<Config['accounts'], 'emulator'>;
