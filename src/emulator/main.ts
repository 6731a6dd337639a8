import { helpText, optionsFromArguments } from './cli-options.ts';
import { type Emulator, startEmulator } from './emulator.ts';

/** Starts an emulator, says how to reach it, and runs until it is interrupted. What is wrong is said on stderr. */
export async function runEmulator(args: readonly string[]): Promise<void> {
  try {
    await start(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function start(args: readonly string[]): Promise<void> {
  const options = optionsFromArguments(args);
  if (options === 'help') {
    console.log(helpText());
    return;
  }
  const emulator = await startEmulator(options);
  console.log(greeting(emulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close());
  }
}

function greeting({ url, accounts, regions }: Emulator): string {
  const keys = accounts
    .slice(0, 10)
    .map(
      ({ id, name, accessKeyId, accessKeySecret }) =>
        `  ${id}  ${(name ?? '').padEnd(12)}  ${accessKeyId}  ${accessKeySecret}`,
    );
  return `ActionTrail emulator at ${url}  (every event is invented)

Accounts, with demo keys that are public and work nowhere else:
${keys.join('\n')}
Regions: ${regions.join(', ')}  (chosen by the parameter RegionId, or by a part of the host name)

Faults, recorded calls and the list of events, from this machine only:
  curl ${url}/_emulator
  curl -X POST ${url}/_emulator/faults -H 'content-type: application/json' -d '{"kind":"throttle","count":3}'
`;
}

if (import.meta.main) await runEmulator(process.argv.slice(2));
