import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selfTest } from '../../src/actiontrail/self-test.ts';
import { openTransport } from '../../src/actiontrail/transport.ts';
import { callAt } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { json, page, scriptedServer } from './support/scripted-server.ts';
import { faultOf, lookUpOf, wireTo } from './support/wire.ts';

type Request = (url: string, options: object) => Promise<unknown>;
const require = createRequire(import.meta.url);
const httpx: { request: Request } = require('httpx');

/** Puts another transport under the client for the rest of a test. */
function replaceTransport(request: Request): void {
  const ours = httpx.request;
  httpx.request = request;
  onTestFinished(() => {
    httpx.request = ours;
  });
}

/** httpx as it comes, without our seam. */
function pristine(): Request {
  const path = require.resolve('httpx');
  const patched = require.cache[path];
  delete require.cache[path];
  const fresh: { request: Request } = require('httpx');
  require.cache[path] = patched;
  return fresh.request;
}

describe('the transport under the client', () => {
  const clock = fakeClock('2026-11-20T12:00:00Z');

  it('proves itself at start', async () => {
    const transport = openTransport();
    onTestFinished(() => transport.close());
    await expect(selfTest(transport, clock)).resolves.toBeUndefined();
  });

  it.each<[string, () => Request]>([
    ['the one that the client brings along', pristine],
    ['one that answers by itself', () => async () => ({ statusCode: 200, headers: {} })],
    ['one that fails', () => () => Promise.reject(new Error('no'))],
  ])('fails its self-test loudly when it is %s', async (_, request) => {
    const transport = openTransport();
    onTestFinished(() => transport.close());
    replaceTransport(request());
    await expect(selfTest(transport, clock)).rejects.toThrow(
      /^Self-test of the ActionTrail transport: expected one signed call .* Run `npm ci`/,
    );
  });

  it('lets requests of others pass to the transport that they always had', async () => {
    const server = await scriptedServer(json('{"ok":true}'));
    openTransport();
    const response = (await httpx.request(server.url, { method: 'POST' })) as { statusCode: number };
    expect(response.statusCode).toBe(200);
    expect(server.asked).toHaveLength(1);
  });

  it('uses connections again', async () => {
    const server = await scriptedServer(json(page([])));
    const { actionTrail } = wireTo(server.url);
    for (let count = 0; count < 20; count += 1) await actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it('opens no more than 64 connections to an endpoint', async () => {
    const server = await scriptedServer((response, asked) => setImmediate(json(page([])), response, asked));
    const { actionTrail } = wireTo(server.url);
    await Promise.all(Array.from({ length: 200 }, () => actionTrail.lookUpEvents(lookUpOf(), callAt())));
    expect(server.asked).toHaveLength(200);
    expect(server.connections()).toBeLessThanOrEqual(64);
  });

  it('ends the calls under way when it is closed', async () => {
    const server = await scriptedServer(() => undefined);
    const wire = wireTo(server.url);
    const fault = faultOf(wire.actionTrail.lookUpEvents(lookUpOf(), callAt()));
    await server.nextRequest();
    await wire.close();
    expect((await fault).code).toBe('SHUTTING_DOWN');
  });
});
