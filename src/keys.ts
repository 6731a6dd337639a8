import { parseArgs } from 'node:util';
import { formatApiKey, hashApiKey } from './api-key.ts';
import { allScopes } from './model/grant.ts';
import { namePattern } from './model/name.ts';
import { formatInstant, parseDuration, parseInstant } from './model/time.ts';
import { newKey, systemClock } from './system.ts';

const usage = `Usage: trailgraph keys create --client <name> [options]
In a checkout: npm run keys -- create --client <name> [options]

  Makes an API key. It is shown this once; what goes into the configuration is worthless without the pepper.

  --client <name>     whom it is for; a client may have two, so that one can follow the other
  --grant <name>      one of auth.grants
  --accounts <a,b>    instead of --grant: only these accounts
  --scopes <a,b>      instead of --grant: ${allScopes.join(', ')}; default: audit:read,jobs:read
  --expires <when>    a duration such as P90D (the default), or an instant such as 2027-06-30T00:00:00Z

  The pepper is read from the environment variable TRAILGRAPH_PEPPER: openssl rand -base64 32
`;

type Env = Readonly<Record<string, string | undefined>>;

/** Where a command writes: its answer to `stdout`, what was wrong to `stderr`. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** The command `keys`. `argv`: without the interpreter and the command. Gives the exit code. */
export function runKeys(argv: readonly string[], env: Env, { stdout, stderr }: Output): number {
  try {
    stdout.write(answerTo(argv, env));
    return 0;
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    stderr.write(`${error.message}\n\n${usage}`);
    return 1;
  }
}

class WrongUse extends Error {}

const options = {
  client: { type: 'string' },
  grant: { type: 'string' },
  accounts: { type: 'string' },
  scopes: { type: 'string' },
  expires: { type: 'string', default: 'P90D' },
  help: { type: 'boolean', short: 'h' },
} as const;

function answerTo(argv: readonly string[], env: Env): string {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return usage;
  if (positionals.length !== 1 || positionals[0] !== 'create')
    throw new WrongUse('Expected the word create.');
  const client = expectName('client', values.client);
  const grant = grantText(values);
  const expires = expiryOf(values.expires);
  const pepper = pepperOf(env);
  const { id, text } = formatApiKey(newKey().subarray(0, 6), newKey());
  const hash = hashApiKey(text, pepper).toString('base64');
  return `
The key of ${client}, shown this once:

  ${text}

It goes into the header: authorization: Bearer <key>
Add this to the configuration, below auth:

  pepper: \${TRAILGRAPH_PEPPER}
  apiKeys:
    - { id: "${id}", client: ${client}, hash: "${hash}", expires: "${expires}", grant: ${grant} }
`;
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'Not understood.');
  }
}

function grantText({
  grant,
  accounts,
  scopes,
}: {
  grant?: string;
  accounts?: string;
  scopes?: string;
}): string {
  if (grant !== undefined && (accounts ?? scopes) !== undefined) {
    throw new WrongUse('Expected --grant, or --accounts and --scopes, got both.');
  }
  if (grant !== undefined) return expectName('grant', grant);
  const listed = (scopes ?? 'audit:read,jobs:read').split(',');
  const unknown = listed.find((scope) => !allScopes.some((known) => known === scope));
  if (unknown !== undefined)
    throw new WrongUse(`--scopes: expected ${allScopes.join(', ')}, got ${quoted(unknown)}.`);
  const named = accounts?.split(',').map((name) => expectName('accounts', name));
  const of = named === undefined ? '' : `accounts: [${named.join(', ')}], `;
  return `{ ${of}scopes: [${listed.map((scope) => `"${scope}"`).join(', ')}] }`;
}

function expectName(option: string, name: string | undefined): string {
  if (name !== undefined && namePattern.test(name)) return name;
  const got = name === undefined ? 'nothing' : quoted(name);
  throw new WrongUse(`--${option}: expected a name of letters, digits, _ or -, got ${got}.`);
}

const quoted = (text: string) => JSON.stringify(text.slice(0, 80));

function expiryOf(when: string): string {
  const seconds = parseDuration(when);
  const now = systemClock.now();
  const at = seconds === null ? parseInstant(when) : Math.floor(now / 1000 + seconds) * 1000;
  if (at === null || at <= now)
    throw new WrongUse(
      `--expires: expected a duration such as P90D, or an instant to come, got ${quoted(when)}.`,
    );
  return formatInstant(at);
}

function pepperOf({ TRAILGRAPH_PEPPER: text = '' }: Env): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text) && bytes.length === 32) return bytes;
  const got = text === '' ? 'nothing' : `${text.length} characters that are something else`;
  throw new WrongUse(
    `TRAILGRAPH_PEPPER: expected the base64 of exactly 32 bytes (openssl rand -base64 32), got ${got}.`,
  );
}

if (import.meta.main) {
  process.exitCode = runKeys(process.argv.slice(2), process.env, process);
}
