import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { helpText, optionsFromArguments } from '../../src/emulator/cli-options.ts';
import { type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
import { callV3, send } from './support.ts';

const MAIN = new URL('../../src/emulator/main.ts', import.meta.url).pathname;

describe('options', () => {
  it('that are wrong are refused all at once, each with what was expected and what came', async () => {
    const wrong = {
      host: '',
      days: 91,
      events: -1,
      callsPerSecond: 0,
      rates: { LookupEvent: 3 },
      regions: [],
      accounts: [{ id: 'x', accessKeyId: '', accessKeySecret: '' }],
      behaviour: { bounds: 'half', colour: 'red' },
    };
    await expect(
      startEmulator(wrong as unknown as EmulatorOptions),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [Error: The emulator cannot start:
      - host must be an address or a name, but is empty
      - days must be a whole number from 1 to 90, but is 91
      - events must be a whole number from 0 to 100000000, but is -1
      - callsPerSecond must be a whole number from 1 to 1000000, but is 0
      - rates.LookupEvent is for none of the APIs, which are LookupEvents, CreateDeliveryHistoryJob, DeleteDeliveryHistoryJob, GetDeliveryHistoryJob, ListDeliveryHistoryJobs, DescribeTrails, DescribeRegions
      - accounts: an id must be 5 to 20 digits, but is "x"
      - accounts: account x needs a key id and a secret
      - regions must be one or more different names such as cn-hangzhou, but are ""
      - behaviour.bounds must be inclusive, exclusive-start, exclusive-end or exclusive, but is half
      - behaviour has no switch "colour"; it has globalEvents, storageRegion, bounds, sameSecondOrder, backwardWithinSecond, thirtyDaySpan, unknownKeys, maxResultsZero, loneBound, fullLastPage, rateScope, unknownJob, invalidActionStatus, hugeJobIds, runningJob, oddShapes, signatures]
    `);
  });

  it('have demo accounts that are told apart, or those that are given', async () => {
    const emulator = await startEmulator({ accounts: 3 });
    expect(emulator.accounts.map(({ id, accessKeyId }) => `${id} ${accessKeyId}`)).toEqual([
      '1000000000000001 LTAI-emulator-1',
      '1000000000000002 LTAI-emulator-2',
      '1000000000000003 LTAI-emulator-3',
    ]);
    await emulator.close();
    const own = { id: '4242424242424242', accessKeyId: 'mine', accessKeySecret: 'my secret' };
    const other = await startEmulator({ accounts: [own] });
    expect((await callV3(other, 'LookupEvents')).status).toBe(200);
    await other.close();
  });

  it('a port in use is an error that names it', async () => {
    const { port, close } = await startEmulator();
    await expect(startEmulator({ port })).rejects.toThrow(`port ${port} of 127.0.0.1; choose another port`);
    await close();
  });
});

describe('the command line', () => {
  it.each<[string[], object]>([
    [[], { port: 4010, behaviour: {} }],
    [['--port', '0', '--seed', 'x'], { port: 0, seed: 'x' }],
    [['--accounts', '3', '--days', '7', '--events', '500'], { accounts: 3, days: 7, events: 500 }],
    [['--regions', 'cn-hangzhou, eu-central-1'], { regions: ['cn-hangzhou', 'eu-central-1'] }],
    [['--calls-per-second', 'unlimited'], { callsPerSecond: Infinity }],
    [['--visibility-delay=0'], { visibilityDelaySeconds: 0 }],
    [
      [
        '--behaviour',
        'bounds=exclusive',
        '--behaviour',
        'thirtyDaySpan=true',
        '--behaviour',
        'invalidActionStatus=400',
      ],
      { behaviour: { bounds: 'exclusive', thirtyDaySpan: true, invalidActionStatus: 400 } },
    ],
  ])('%j is understood', (args, expected) => {
    expect(optionsFromArguments(args)).toMatchObject(expected);
  });

  it.each([[['--prot', '1']], [['extra']], [['--behaviour', 'bounds']]])('%j is refused', (args) => {
    expect(() => optionsFromArguments(args)).toThrow();
  });

  it('explains every option and switch', () => {
    expect(optionsFromArguments(['--help'])).toBe('help');
    expect(helpText()).toContain('--calls-per-second');
    expect(helpText()).toContain('rateScope=account');
    expect(helpText()).toContain('POST   /_emulator/faults');
  });

  it('starts a server that says where it is, and ends on SIGTERM', async () => {
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--events', '1000']);
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text.toString())!;
    expect((await send(`${url}/_emulator`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends with a message and status 1 where the options are wrong', async () => {
    const child = spawn(process.execPath, [MAIN, '--port', 'x', '--days', '0']);
    const [[text], [status]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
    expect(status).toBe(1);
    expect(String(text)).toContain('port must be a whole number from 0 to 65535, but is no number');
  });
});
