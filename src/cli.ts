#!/usr/bin/env node
import './node-version.js';

// The command line: which command is meant. Commands are imported when they are called for, so that an old Node
// gets as far as the line above, which tells what to do.

interface Command {
  readonly summary: string;
  run(argv: readonly string[]): Promise<void>;
}

const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: 'the gateway; what runs where no command is given',
    run: async (argv) => {
      // First, because the heap grows while the rest is loaded, and does not shrink again.
      (await import('./system.ts')).keepHeapSmall();
      await (await import('./main.ts')).run(argv);
    },
  },
  doctor: {
    summary: 'checks a configuration against Alibaba Cloud: credentials, RAM policy, regions, clock',
    run: async (argv) => {
      const { runDoctor } = await import('./doctor.ts');
      process.exitCode = await runDoctor(await machine(argv));
    },
  },
  emulator: {
    summary: 'a pretend ActionTrail with invented events',
    run: async (argv) => (await import('./emulator/index.ts')).runEmulator(argv),
  },
  keys: {
    summary: 'makes API keys',
    run: async (argv) => {
      const { runKeys } = await import('./keys.ts');
      process.exitCode = runKeys(argv, process.env, process);
    },
  },
};

async function machine(argv: readonly string[]) {
  const [{ existsSync }, { homedir }, { readFile, systemClock }] = await Promise.all([
    import('node:fs'),
    import('node:os'),
    import('./system.ts'),
  ]);
  return {
    argv,
    env: process.env,
    clock: systemClock,
    readFile,
    hasFile: (path: string) => existsSync(path.replace(/^~/, homedir())),
    write: (text: string) => void process.stdout.write(text),
    tell: (text: string) => void process.stderr.write(text),
  };
}

const help = `Usage: trailgraph [command] [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

  trailgraph <command> --help shows the options of a command, trailgraph --version the version.
`;

const [first = 'start', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
if (command !== undefined) await command.run(rest);
else if (first === '--help' || first === '-h') process.stdout.write(help);
else if (first === '--version') process.stdout.write(`${(await import('./system.ts')).ownVersion()}\n`);
else if (first.startsWith('-')) await commands.start?.run([first, ...rest]);
else {
  process.stderr.write(`There is no command ${JSON.stringify(first.slice(0, 64))}.\n\n${help}`);
  process.exitCode = 1;
}
