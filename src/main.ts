import { type Config, ConfigError, loadConfig, usage, wantsHelp } from './config.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { summaryOf } from './main/summary.ts';
import { welcome } from './main/welcome.ts';
import type { Observer } from './model/observer.ts';
import { systemCodeOf } from './model/system-code.ts';
import { examples as operations } from './operations/index.ts';
import type { AccessLog, Example } from './server/index.ts';
import { jsonLog, letYoungGenerationGrow, openLines, ownVersion, readFile, systemClock } from './system.ts';

/** What `npm start` does: configuration, gateway, port, a word to people, and an orderly end. */
export async function run(argv: readonly string[]): Promise<void> {
  const config = configOrExit(argv);
  const log = jsonLog(config.log.level, openLines('stdout').write, systemClock);
  const observer: Observer = { log, record: () => undefined };
  const accessLog = openAccessLog(config, observer);
  const gateway = await createGateway(config, {
    clock: systemClock,
    observer,
    accessLog,
    examples: shownExamples(),
  });
  stopInOrder(gateway, observer);
  const { url } = await gateway.listen().catch(refuseToStart);
  letYoungGenerationGrow();
  // Whoever reads the log may leave; the gateway goes on without it.
  process.stdout.on('error', () => {});
  observer.log('info', 'Trailgraph is ready.', {
    url,
    version: ownVersion(),
    ...summaryOf(config),
    sources: gateway.sources.map(({ account, region }) => `${account}/${region}`),
    emulated: gateway.sources.some(({ isEmulated }) => isEmulated),
  });
  if (!config.isProduction) process.stdout.write(welcome(url, config, gateway.sources));
}

/** A signal, or a failure that nobody caught, drains the gateway and ends the process; the second ends it at once. */
function stopInOrder(gateway: Gateway, observer: Observer): void {
  let isStopping = false;
  const stop = async (exitCode: number) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    await gateway.close();
    observer.log('info', 'Stopped.', { exitCode });
    process.exit(exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      observer.log('info', 'Stopping.', { signal });
      void stop(0);
    });
  }
  process.on('uncaughtException', (error, origin) => {
    observer.log('error', 'Stopping: something failed that nobody caught.', { origin, stack: error?.stack });
    void stop(1);
  });
}

function configOrExit(argv: readonly string[]): Config {
  try {
    if (wantsHelp(argv)) {
      process.stdout.write(usage);
      process.exit(0);
    }
    return loadConfig({ argv, env: process.env, readFile });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return exitWith(error.message);
  }
}

/** The file can be moved away: on SIGHUP a new one is begun. Where that fails, records go on into the old one. */
function openAccessLog({ accessLog: { to } }: Config, observer: Observer): AccessLog | null {
  if (to === null) return null;
  try {
    const lines = openLines(to);
    process.on('SIGHUP', () => {
      try {
        lines.reopen();
      } catch (error) {
        observer.log('error', 'the access log could not be opened anew', { code: systemCodeOf(error) });
      }
    });
    return { write: (record) => lines.write(`${record}\n`) };
  } catch (error) {
    exitWith(
      `Cannot start: accessLog.to: expected "stdout", "off" or a file that can be written, got ${systemCodeOf(error) ?? error}.`,
    );
  }
}

function refuseToStart(error: unknown): never {
  exitWith(`Cannot start: ${error instanceof Error ? error.message : String(error)}`);
}

function exitWith(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function shownExamples(): readonly Example[] {
  return operations.map(({ name, comment, document }) => ({ name, document: comment + document.toString() }));
}

if (import.meta.main) await run(process.argv.slice(2));
