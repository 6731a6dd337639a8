import type { Config } from '../config.ts';

/** What was configured, for the line that is logged at start: never a secret, and nothing that leads to one. */
export function summaryOf(config: Config): Record<string, unknown> {
  const { server, accounts, quota, cursors, memory, search, log, accessLog, metrics, tracing } = config;
  return {
    configuration: config.file ?? 'defaults',
    isProduction: config.isProduction,
    accounts: accounts === 'emulator' ? accounts : accounts.map(accountSummary),
    quota,
    cursorKeys: cursors.keys.length,
    memory,
    search,
    requestTimeoutMs: server.requestTimeoutMs,
    drainDelayMs: server.drainDelayMs,
    drainTimeoutMs: server.drainTimeoutMs,
    graphiql: server.isGraphiqlOn,
    logLevel: log.level,
    accessLog: accessLog.to ?? 'off',
    metrics: metrics ?? 'off',
    tracing: tracing && { endpoint: tracing.endpoint, sampleRatio: tracing.sampleRatio },
  };
}

function accountSummary({ name, regions, credentials, isEmulated, quota }: AccountConfigs[number]) {
  return { name, regions, credentials: credentials.type, emulated: isEmulated, ...(quota && { quota }) };
}

type AccountConfigs = Exclude<Config['accounts'], 'emulator'>;
