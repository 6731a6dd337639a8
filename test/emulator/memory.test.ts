import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';

const INDEX = new URL('../../src/emulator/index.ts', import.meta.url).href;

/** Looks through everything there is, in a process of its own where nothing else is in memory. */
const PROGRAM = `
  // Its own work, whatever else the machine does.
  const cpuMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const began = cpuMs();
  const { startEmulator } = await import(${JSON.stringify(INDEX)});
  const emulator = await startEmulator({ events: 400_000, callsPerSecond: Infinity, behaviour: { signatures: 'ignore' } });
  const startMs = cpuMs() - began;
  const used = () => { gc(); return process.memoryUsage().heapUsed / 2 ** 20; };
  const before = used();
  const now = Math.floor(Date.now() / 1000);
  const iso = (second) => new Date(second * 1000).toISOString().slice(0, 19) + 'Z';
  const scanMs = [];
  for (const { accessKeyId } of emulator.accounts) for (const region of emulator.regions) {
    const query = new URLSearchParams({
      Action: 'LookupEvents', Version: '2020-07-06', AccessKeyId: accessKeyId, RegionId: region,
      StartTime: iso(now - 90 * 86400 + 60), EndTime: iso(now),
      'LookupAttribute.1.Key': 'EventName', 'LookupAttribute.1.Value': 'NothingIsCalledThis',
    });
    const began = cpuMs();
    const { Events } = await (await fetch(emulator.url + '/?' + query)).json();
    if (Events.length !== 0) throw new Error('found something');
    scanMs.push(cpuMs() - began);
  }
  console.log(JSON.stringify({ startMs, scanMs, grownMiB: used() - before }));
  await emulator.close();
`;

/** Each nonce is a piece of a request of 4,000 characters, as those that come over the network are. */
const NONCES = `
  const { createNonces } = await import(${JSON.stringify(new URL('../../src/emulator/nonces.ts', import.meta.url).href)});
  const nonces = createNonces(Date.now);
  const used = () => { gc(); return process.memoryUsage().heapUsed; };
  const before = used();
  for (let index = 0; index < 5000; index++) {
    const request = Buffer.alloc(4000, 'x').toString('latin1') + index;
    nonces.use('key ' + request.slice(-40));
  }
  console.log(JSON.stringify({ bytesEach: (used() - before) / 5000 }));
  nonces.use('kept alive');
`;

describe('nonces', () => {
  it('are remembered without the requests that they came in', async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--expose-gc', '--input-type=module', '-e', NONCES]);
    expect(JSON.parse(stdout).bytesEach).toBeLessThan(400);
  }, 30_000);
});

describe('a thousand accounts', () => {
  it('are set up when they are asked for, not at the start', async () => {
    const began = process.cpuUsage();
    const emulator = await startEmulator({ accounts: 1000 });
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
    await emulator.close();
  });
});

describe('looking through 400,000 events', () => {
  it('holds few of them, and takes less than a second of CPU for 90 days of a region', async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--expose-gc', '--input-type=module', '-e', PROGRAM]);
    const { grownMiB, scanMs, startMs } = JSON.parse(stdout);
    expect(grownMiB).toBeLessThan(40);
    expect(Math.max(...scanMs)).toBeLessThan(1000);
    expect(startMs).toBeLessThan(1000);
  }, 30_000);
});
