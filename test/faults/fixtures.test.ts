import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { authorised, breaker, openWire, retried, type WireOptions } from '../../src/actiontrail/index.ts';
import type { Call } from '../../src/model/call.ts';
import { silent } from '../../src/model/observer.ts';
import { systemClock } from '../../src/system.ts';
import { json, page, scriptedServer } from '../actiontrail/support/scripted-server.ts';
import { accountAt, everythingIn, faultOf, lookUpOf, source } from '../actiontrail/support/wire.ts';
import { callAt } from '../support/call.ts';
import { listen } from '../support/loopback.ts';

/** The layers that meet broken connections, on the machine's own clock. */
function connected(endpoint: string, options: Partial<WireOptions> = {}) {
  const log: unknown[] = [];
  const observer = { ...silent, log: (...line: unknown[]) => void log.push(line) };
  const wire = openWire({
    accounts: [accountAt(endpoint)],
    clock: systemClock,
    observer,
    newNonce: () => 'nonce',
    ...options,
  });
  onTestFinished(() => wire.close());
  const actionTrail = retried({ clock: systemClock, observer, random: () => 0 })(
    breaker({ clock: systemClock })(authorised({ ...wire, clock: systemClock })(wire.actionTrail)),
  );
  const ask = (overrides: Partial<Call> = {}) => {
    const call = callAt(Date.now(), { deadline: systemClock.elapsed() + 1500, ...overrides });
    return { call, fault: faultOf(actionTrail.lookUpEvents(lookUpOf({ source }), call)) };
  };
  return { ask, log };
}

const certificate = readFileSync(new URL('../fixtures/tls/self-signed.pem', import.meta.url), 'utf8');

async function tlsServer(): Promise<string> {
  const server = createServer({ key: certificate, cert: certificate }, (_, response) => response.end('{}'));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${await listen(server)}`;
}

async function refusedPort(): Promise<string> {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

describe('a connection that cannot be made', () => {
  it('17 a refused port is asked twice, and then told', async () => {
    const { ask } = connected(await refusedPort());
    const { call, fault } = ask();
    expect((await fault).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(call.tally.upstreamCalls).toBe(2);
  });

  it('18 a name that nobody knows is told, without the name', async () => {
    const { ask, log } = connected('https://actiontrail.invalid');
    const fault = await ask().fault;
    expect(fault.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(fault.message + JSON.stringify(log)).not.toContain('actiontrail.invalid');
  });

  it('19 a certificate that nobody signed is never asked again, and is an alarm', async () => {
    const { ask, log } = connected(await tlsServer());
    const { call, fault } = ask();
    expect((await fault).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(call.tally.upstreamCalls).toBe(1);
    expect(log).toContainEqual(['error', 'the connection is not safe', expect.anything()]);
  });

  it('19 a server without TLS is never asked again', async () => {
    const server = await scriptedServer(json(page([])));
    const { call, fault } = connected(server.url.replace('http:', 'https:')).ask();
    expect((await fault).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(call.tally.upstreamCalls).toBe(1);
  });
});

describe('21 credentials that cannot be had', () => {
  const secret = 'canary-of-sts';
  const dynamic = (endpoint: string) => [accountAt(endpoint, { credentials: { type: 'default' } })];

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'refused, with a secret in the text',
      () => Promise.reject(new Error(`AssumeRole: ${secret}`)),
      'UPSTREAM_UNAUTHORIZED',
    ],
    ['cut off', () => Promise.resolve({ accessKeyId: secret }), 'UPSTREAM_UNAUTHORIZED'],
    ['never there', () => new Promise(() => undefined), 'DEADLINE_EXCEEDED'],
  ])('%s: no call is made, nothing is told of them', async (_, loadCredential, code) => {
    const server = await scriptedServer(json(page([])));
    const { ask, log } = connected(server.url, { accounts: dynamic(server.url), loadCredential });
    const began = performance.now();
    const fault = await ask().fault;
    expect(fault.code).toBe(code);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(everythingIn(fault) + JSON.stringify(log)).not.toContain(secret);
    expect(server.asked).toEqual([]);
  });

  it('expired at the other side: told, and not asked again', async () => {
    const answer = { Code: 'InvalidSecurityToken.Expired', RequestId: 'R-1', Message: secret };
    const server = await scriptedServer(json(answer, 400));
    const credential = { accessKeyId: 'a', accessKeySecret: 's', securityToken: 't', type: 'sts' };
    const { ask } = connected(server.url, {
      accounts: dynamic(server.url),
      loadCredential: () => Promise.resolve(credential),
    });
    expect((await ask().fault).code).toBe('UPSTREAM_UNAUTHORIZED');
    expect(server.asked).toHaveLength(1);
  });
});
