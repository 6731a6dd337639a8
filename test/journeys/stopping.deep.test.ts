import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askOver } from '../support/ask.ts';
import { startProcess, temporaryFile } from '../support/gateway-process.ts';

const hello = '{ auditSources { account } }';

describe('a gateway that is told to stop', () => {
  it('says so at /readyz, goes on answering for the delay, then ends with 0 and nothing unsaid', async () => {
    const file = temporaryFile('access.log');
    const config = `server: { port: 0, drainDelay: PT3S }\naccessLog: { to: "${file}" }\n`;
    const { child, url, seen, ended } = await startProcess(config);
    child.kill('SIGTERM');
    await seen('Stopping.');
    const probe = await fetch(`${url}/readyz`);
    expect([probe.status, await probe.json()]).toMatchObject([503, { status: 'draining' }]);
    const answer = await askOver(url, hello);
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect(await ended()).toBe(0);
    expect(readFileSync(file, 'utf8').split('\n')).toEqual([
      expect.stringContaining('"record":"access"'),
      '',
    ]);
  });

  it('answers with SHUTTING_DOWN what still stands in line after its time', async () => {
    const { child, url, seen, ended } = await startProcess('server: { port: 0, drainTimeout: PT1S }\n');
    const answers = Array.from({ length: 12 }, (_, day) =>
      askOver(
        url,
        `{ eventCount(window: { past: "P${day + 1}D" }, sources: [{ account: "main" }]) { count } }`,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGTERM');
    await seen('Stopping.');
    const bodies = await Promise.all(answers.map(async (answer) => (await answer).json()));
    const codes = bodies.flatMap(({ errors = [] }) =>
      errors.map((one: { extensions: object }) => one.extensions),
    );
    expect(codes).toContainEqual({ code: 'SHUTTING_DOWN', isRetryable: true, retryAfterMs: 1000 });
    expect(await ended()).toBe(0);
  });

  it('ends at once when it is told twice', async () => {
    const { child, seen, ended } = await startProcess('server: { port: 0, drainDelay: PT5M }\n');
    child.kill('SIGTERM');
    await seen('Stopping.');
    child.kill('SIGTERM');
    expect(await ended()).toBe(1);
  });
});

describe('a gateway that is told to begin a new access log', () => {
  it('keeps to the old one where it cannot, says so, and goes on', async () => {
    const folder = temporaryFile('logs');
    mkdirSync(folder);
    const config = `server: { port: 0 }\naccessLog: { to: "${folder}/access.log" }\n`;
    const { child, url, seen, ended } = await startProcess(config);
    renameSync(folder, `${folder}.old`);
    child.kill('SIGHUP');
    expect(await seen('opened anew')).toMatchObject({ level: 'error', code: 'ENOENT' });
    expect((await askOver(url, hello)).status).toBe(200);
    expect(readFileSync(`${folder}.old/access.log`, 'utf8')).toContain('"record":"access"');
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);
  });
});

describe('a gateway in which something fails that nobody caught', () => {
  it.each([
    ['throw new Error("boom\\nboom")', 'uncaughtException'],
    ['Promise.reject(new Error("boom\\nboom"))', 'unhandledRejection'],
  ])('(%s) logs it in one line, is not ready any more, and ends with 1', async (code, origin) => {
    const script = `process.on("SIGUSR2", () => { ${code} })`;
    const options = ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
    const config = 'server: { port: 0, drainDelay: PT3S }\n';
    const { child, url, seen, ended } = await startProcess(config, {}, options);
    child.kill('SIGUSR2');
    const line = await seen('nobody caught');
    expect(line).toMatchObject({ level: 'error', origin, stack: expect.stringContaining('boom\nboom') });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(await ended()).toBe(1);
  });
});
