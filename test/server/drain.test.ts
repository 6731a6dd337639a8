import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askOver } from '../support/ask.ts';
import { gate, hasty, openDoor } from './support.ts';

describe('closing', () => {
  it('finishes what is under way, then closes its connection', async () => {
    const { wait, entered, open } = gate();
    const door = openDoor({ wait, clock: hasty });
    const answer = askOver((await door.listen()).url, '{ slow }');
    await entered;
    const closed = door.close();
    open();
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await closed;
  });

  it('still answers who comes in the first moment, and sends them away', async () => {
    const door = openDoor();
    const { url } = await door.listen();
    const closed = door.close();
    const { status, headers } = await askOver(url, '{ hello }');
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await closed;
  });

  it('then takes no new connection', async () => {
    const { wait, entered, open } = gate();
    const door = openDoor({ wait, clock: hasty });
    const { url } = await door.listen();
    const answer = askOver(url, '{ slow }');
    await entered;
    const closed = door.close();
    await turn();
    await expect(askOver(url, '{ hello }')).rejects.toThrow('fetch failed');
    open();
    await Promise.all([answer, closed]);
  });

  it('answers with SHUTTING_DOWN what is not ready in time', async () => {
    const { wait, entered } = gate();
    const door = openDoor({ wait, drainTimeoutMs: 20 });
    const answer = askOver((await door.listen()).url, '{ slow }');
    const { signal } = await entered;
    const [cut] = await Promise.all([answer, door.close()]);
    expect([cut.status, cut.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await cut.json()).toMatchObject({
      errors: [{ extensions: { code: 'SHUTTING_DOWN', isRetryable: true, retryAfterMs: 1000 } }],
    });
    expect(signal.reason).toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  it('answers with SHUTTING_DOWN whoever asks after that', async () => {
    const door = openDoor({ clock: hasty });
    await door.close();
    expect(await door.ask('{ hello }')).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] },
    });
  });

  it('does not wait for connections on which nothing was asked', async () => {
    const door = openDoor({ clock: hasty, drainTimeoutMs: 600_000 });
    const { url } = await door.listen();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    await Promise.all([door.close(), new Promise((resolve) => socket.once('close', resolve))]);
  });

  it('happens once, and also when nothing was opened', async () => {
    const door = openDoor({ clock: hasty });
    expect(door.close()).toBe(door.close());
    await door.close();
  });
});
