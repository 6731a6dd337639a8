import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/model/fault.ts';
import { callAt, noon } from '../support/call.ts';
import { json, page, type Script, scriptedServer } from './support/scripted-server.ts';
import { faultOf, lookUpOf, wireTo } from './support/wire.ts';

const never: Script = () => undefined;
const stall: Script = (response) => response.writeHead(200, { 'content-length': 99 }).write('{"Ev');

describe('a call that is not answered', () => {
  it.each([
    ['is silent', never],
    ['stalls in mid-body', stall],
  ])('times out after its own limit when the server %s', async (_, script) => {
    const server = await scriptedServer(script);
    const { actionTrail, clock } = wireTo(server.url, { callTimeoutMs: 5000 });
    const fault = faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { deadline: 8000 })));
    await server.nextRequest();
    await clock.advance(4999);
    expect(await isSettled(fault)).toBe(false);
    await clock.advance(1);
    expect(await fault).toMatchObject({ code: 'UPSTREAM_TIMEOUT', detail: { account: 'main' } });
  });

  it('times out although the server drips a byte now and then, never silent and never done', async () => {
    const dripping = Promise.withResolvers<ServerResponse>();
    const server = await scriptedServer((response) => {
      response.writeHead(200, { 'content-length': 99 }).write('{');
      dripping.resolve(response);
    });
    const { actionTrail, clock } = wireTo(server.url, { callTimeoutMs: 5000 });
    const fault = faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt()));
    const response = await dripping.promise;
    for (let drop = 0; drop < 50; drop += 1) {
      response.write(' ');
      await clock.advance(100);
    }
    expect((await fault).code).toBe('UPSTREAM_TIMEOUT');
  });

  it('is cut at the deadline of its request when that comes first', async () => {
    const server = await scriptedServer(never);
    const { actionTrail, clock } = wireTo(server.url);
    const fault = faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { deadline: 700 })));
    await server.nextRequest();
    await clock.advance(700);
    expect((await fault).code).toBe('DEADLINE_EXCEEDED');
  });

  it('is not made at all when the deadline has passed', async () => {
    const server = await scriptedServer(json(page([])));
    const { actionTrail, clock } = wireTo(server.url);
    await clock.advance(100);
    const call = callAt(noon, { deadline: 100 });
    expect((await faultOf(actionTrail.lookUpEvents(lookUpOf(), call))).code).toBe('DEADLINE_EXCEEDED');
    expect(server.asked).toEqual([]);
    expect(call.tally.upstreamCalls).toBe(0);
  });

  it('leaves no timer behind when it is answered', async () => {
    const server = await scriptedServer(json(page([])));
    const { actionTrail, clock } = wireTo(server.url);
    await actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { deadline: 10_000 }));
    await expect(clock.advance(60_000)).resolves.toBeUndefined();
  });
});

describe('a caller who leaves', () => {
  it.each([
    ['before an answer', never],
    ['in mid-body', stall],
  ])('%s gets the reason at once, and the socket is closed', async (_, script) => {
    const closed = Promise.withResolvers<void>();
    const server = await scriptedServer((response, asked) => {
      void once(response, 'close').then(() => closed.resolve());
      return script(response, asked);
    });
    const { actionTrail } = wireTo(server.url);
    const leaving = new AbortController();
    const answer = actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { signal: leaving.signal }));
    await server.nextRequest();
    const reason = new Fault('SHUTTING_DOWN', 'The gateway stops.');
    leaving.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await closed.promise;
  });

  it('who had left before gets the reason and costs no call', async () => {
    const server = await scriptedServer(json(page([])));
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(
      wireTo(server.url).actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { signal })),
    ).rejects.toThrow('gone');
    expect(server.asked).toEqual([]);
  });

  it('does not disturb those who stay', async () => {
    const server = await scriptedServer((response, asked) => {
      if (server.asked.length > 1) json(page([]))(response, asked);
    });
    const { actionTrail } = wireTo(server.url);
    const leaving = new AbortController();
    const first = actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { signal: leaving.signal }));
    await server.nextRequest();
    const second = actionTrail.lookUpEvents(lookUpOf(), callAt());
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await expect(second).resolves.toMatchObject({ events: [] });
  });
});

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}
