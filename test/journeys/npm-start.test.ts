import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../support/gateway-process.ts';

const root = join(import.meta.dirname, '../..');

/** `npm start` as people type it, on a free port. */
function npmStart(config: string) {
  const child = spawn('npm', ['start', '--', '--config', config], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ...linesOf(child) };
}

describe('npm start', () => {
  it('says where it is, warns that its events are invented, and drains when npm is told to stop', async () => {
    const { child, lines, seen } = npmStart('test/fixtures/any-port.yaml');
    const { url } = await seen('Trailgraph is ready.');
    const ready = await fetch(`${url}/readyz`);
    expect(await ready.json()).toEqual({ status: 'ready', emulated: true });
    expect(lines.join('\n')).toContain('All events are invented');
    child.kill('SIGTERM');
    await seen('Stopping.');
    await once(child, 'exit');
    await expect(fetch(`${url}/readyz`)).rejects.toThrow('fetch failed');
  });

  it('refuses a configuration with everything that is wrong, and no stack', async () => {
    const { child } = npmStart('test/fixtures/wrong.yaml');
    const errors: string[] = [];
    child.stderr.on('data', (chunk) => errors.push(String(chunk)));
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    const text = errors.join('');
    expect(text).toContain('server.prot: expected');
    expect(text).toContain('accounts[0].id: expected');
    expect(text).not.toMatch(/^\s+at /m);
  });
});
