import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { gate, openDoor } from './support.ts';

const ask = (url: string, query: string) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

describe('closing', () => {
  it('finishes what is under way, then closes its connection', async () => {
    const { wait, entered, open } = gate();
    const door = openDoor({ wait });
    const { url } = await door.listen();
    const answer = ask(url, '{ slow }');
    await entered;
    const closed = door.close();
    open();
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await closed;
  });

  it('takes no new connection, and answers what still comes on an old one', async () => {
    const { wait, entered, open } = gate();
    const door = openDoor({ wait });
    const { url } = await door.listen();
    const answer = ask(url, '{ slow }');
    await entered;
    const closed = door.close();
    await expect(ask(url, '{ hello }')).rejects.toThrow('fetch failed');
    expect((await door.ask('{ hello }')).body).toEqual({ data: { hello: 'hello' } });
    open();
    await Promise.all([answer, closed]);
  });

  it('answers with SHUTTING_DOWN what is not ready in time', async () => {
    const { wait, entered } = gate();
    const door = openDoor({ wait, drainTimeoutMs: 20 });
    const { url } = await door.listen();
    const answer = ask(url, '{ slow }');
    const { signal } = await entered;
    const [{ status, body }] = await Promise.all([
      answer.then(async (one) => ({ status: one.status, body: await one.json() })),
      door.close(),
    ]);
    expect(status).toBe(503);
    expect(body.errors[0].extensions).toEqual({
      code: 'SHUTTING_DOWN',
      isRetryable: true,
      retryAfterMs: 1000,
    });
    expect(signal.reason).toMatchObject({ code: 'SHUTTING_DOWN' });
    expect((await door.ask('{ hello }')).status).toBe(503);
  });

  it('does not wait for connections on which nothing was asked', async () => {
    const door = openDoor();
    const { url } = await door.listen();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    const startedAt = performance.now();
    await Promise.all([door.close(), once(socket, 'close')]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('happens once, and also when nothing was opened', async () => {
    const door = openDoor();
    expect(door.close()).toBe(door.close());
    await door.close();
  });
});
