import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountConfig } from '../../src/model/account.ts';
import { type Started, start } from './started.ts';
import { auth } from './viewers.ts';

/** Sections of the configuration that differ from the production profile. */
export type Overrides = Readonly<Record<string, object>>;

interface Surroundings {
  readonly accounts: readonly AccountConfig[];
  /** A folder for configuration and logs. */
  readonly folder: string;
}

/** The same for all, so that their cursors are the same. */
const cursorKey = Buffer.alloc(32, 7).toString('base64');

/** What `npm start` runs, in the production profile, over the emulator. */
export async function startTrailgraph(
  name: string,
  surroundings: Surroundings,
  overrides: Overrides = {},
): Promise<Started> {
  const { folder } = surroundings;
  const file = writeConfig(name, surroundings, overrides);
  return start({
    name,
    script: 'src/cli.ts',
    args: ['start', '--config', file],
    side: 'server',
    // It looks at its own sockets first, so the first port is not the one.
    ready: /"url":"http:[^"]*:(\d+)"/,
    logs: folder,
  });
}

/** Names a file with the production profile. */
export function writeConfig(
  name: string,
  { accounts, folder }: Surroundings,
  overrides: Overrides = {},
): string {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.yaml`);
  writeFileSync(file, JSON.stringify({ ...production(accounts), ...overrides }));
  return file;
}

/** What an operator would write, but for the rate: the emulator has no limit. JSON is YAML. */
function production(accounts: readonly AccountConfig[]): object {
  return {
    server: { port: 0 },
    accounts: accounts.map(({ name, id, regions, endpoint, credentials }) => ({
      name,
      id,
      regions,
      endpoint,
      credentials,
    })),
    quota: { callsPerSecond: 100 },
    cursors: { keys: [cursorKey] },
    auth,
  };
}
