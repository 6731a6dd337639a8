import { z } from 'zod';
import type { AccountConfig, QuotaRule } from '../model/account.ts';
import { logLevels } from '../model/observer.ts';
import { accessLogSection } from './access-log.ts';
import { authSection } from './auth.ts';
import { documentsSection } from './documents.ts';
import { executionSection } from './execution.ts';
import { federationSection } from './federation.ts';
import { limitsSection } from './limits.ts';
import { metricsSection } from './metrics.ts';
import { defaultQuota, quotaShape } from './quota.ts';
import { redactionSection } from './redaction.ts';
import { tracingSection } from './tracing.ts';
import { Environmental } from './tree.ts';
import {
  duration,
  endpoint,
  hostName,
  integer,
  key,
  list,
  map,
  name,
  oneOf,
  origin,
  section,
  text,
  truth,
} from './values.ts';

const secret = text('printable ASCII without spaces', /^[\x21-\x7e]{1,8192}$/);

const credentials = z.preprocess(
  unwrapType,
  z.discriminatedUnion(
    'type',
    [
      map({
        type: z.literal('static'),
        accessKeyId: secret,
        accessKeySecret: secret,
        securityToken: secret.exactOptional(),
      }),
      map({ type: z.literal('default') }),
    ],
    { error: ({ code }) => (code === 'invalid_union' ? '"static" or "default"' : 'a map with `type`') },
  ),
);

const account = map({
  name: name('a letter, then up to 63 letters, digits, _ or -'),
  id: text('the account id: 5 to 20 digits in quotes (YAML would round a number)', /^[0-9]{5,20}$/),
  regions: list(
    text('a region id such as cn-hangzhou', /^[a-z]{2}[a-z0-9-]{2,40}$/),
    'a list of at least one region id',
  ),
  endpoint: endpoint().nullish(),
  credentials,
  emulated: truth().exactOptional(),
  quota: section(quotaShape).exactOptional(),
}).transform(
  ({ emulated, endpoint: address, ...rest }): AccountConfig => ({
    ...rest,
    endpoint: address ?? null,
    // Plain http leads to this machine, where hardly anything but an emulator answers. To err this way is harmless.
    isEmulated: emulated ?? address?.startsWith('http:') ?? false,
  }),
);

/** The whole file. `accounts` is a list or the word `emulator`: which of the two was meant is seen before reading it. */
export function fileSchema(accounts: unknown, isProduction: boolean) {
  return map({
    server: section({
      host: hostName().default('127.0.0.1'),
      port: integer(0, 65_535).default(4000),
      requestTimeout: duration('PT1S', 'PT5M').default(10),
      drainDelay: duration('PT0S', 'PT5M').default(isProduction ? 5 : 0),
      drainTimeout: duration('PT0S', 'PT10M').default(10),
      hosts: list(
        text('a host name in lower case, without a port', /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])$/),
        'a list of at least one host name',
      ).exactOptional(),
      origins: list(origin(), 'a list of at least one origin').default([]),
      connections: integer(1, 1_000_000).default(1000),
      requestsPerConnection: integer(1, 1_000_000_000).default(100_000),
      graphiql: truth().default(!isProduction),
    }),
    accounts: isWord(accounts)
      ? oneOf(['emulator'])
      : list(account, 'a list of at least one account, or the word emulator').optional(),
    auth: authSection.exactOptional(),
    redaction: redactionSection.default({}),
    quota: section(quotaShape).transform((quota): QuotaRule => ({ ...defaultQuota, ...quota })),
    cursors: section({ keys: list(key(), 'a list of at least one key').default([]) }),
    memory: section({
      mebibytes: integer(0, 65_536).default(64),
      movingEdge: duration('PT0S', 'PT1M').default(5),
    }),
    search: section({
      settleDelay: duration('PT0S', 'P1D').default(900),
      maxUpstreamCalls: integer(0, 10_000).default(40),
      maxWait: duration('PT1S', 'PT5M').default(30),
    }),
    documents: documentsSection,
    federation: federationSection,
    limits: limitsSection,
    execution: executionSection,
    log: section({ level: oneOf(logLevels).default('info') }),
    accessLog: accessLogSection(isProduction),
    metrics: metricsSection,
    tracing: tracingSection,
  });
}

function isWord(accounts: unknown): boolean {
  return typeof accounts === 'string' || accounts instanceof Environmental;
}

/** The union is chosen by the value of `type`, which may come from the environment as well. */
function unwrapType(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('type' in input)) return input;
  return input.type instanceof Environmental ? { ...input, type: input.type.text } : input;
}
