import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { gate, openDoor } from './support.ts';

/** A resolver as it should be: it leaves when told to, and does not begin after that. */
const attentive = (call: Call) =>
  new Promise<string>((_, reject) => {
    call.signal.throwIfAborted();
    call.signal.addEventListener('abort', () => reject(call.signal.reason));
  });

describe('the deadline of an operation', () => {
  it('stands in the call, on the monotonic clock', async () => {
    const clock = fakeClock('2026-01-01T00:00:00Z');
    await clock.advance(1000);
    const { wait, entered, open } = gate();
    const answer = openDoor({ clock, wait, requestTimeoutMs: 3000 }).ask('{ slow }');
    expect(await entered).toMatchObject({ deadline: 4000, nowMs: Date.parse('2026-01-01T00:00:01Z') });
    open();
    expect((await answer).body).toMatchObject({ data: { slow: 'done' } });
  });

  it.each([
    ['2000', 2000],
    ['60000', 3000],
    ['1', 1],
  ])('is lowered by the client to %s ms, and never raised', async (asked, timeoutMs) => {
    const clock = fakeClock('2026-01-01T00:00:00Z');
    const { wait, entered, open } = gate();
    const door = openDoor({ clock, wait, requestTimeoutMs: 3000 });
    const answer = door.ask('{ slow }', {}, { 'x-request-timeout-ms': asked });
    expect((await entered).deadline).toBe(timeoutMs);
    open();
    await answer;
  });

  it.each(['0', '-1', '1.5', '1e3', 'PT1S', '9999999999', ''])('is not told by %j', async (asked) => {
    const { status, body } = await openDoor().ask('{ hello }', {}, { 'x-request-timeout-ms': asked });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('x-request-timeout-ms'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('ends the fields that are still waiting, and the rest is answered', async () => {
    const clock = fakeClock(0);
    const door = openDoor({ clock, wait: attentive, requestTimeoutMs: 1000 });
    const answer = door.ask('{ hello slow }');
    await turn();
    await clock.advance(1050);
    expect(await answer).toMatchObject({
      status: 200,
      body: {
        data: { hello: 'hello', slow: null },
        errors: [{ path: ['slow'], extensions: { code: 'DEADLINE_EXCEEDED', isRetryable: true } }],
      },
    });
    expect(door.log.map(({ level }) => level)).toEqual(['info']);
  });

  it('is kept within 250 ms for fields that do not listen', async () => {
    const clock = fakeClock(0);
    const { wait, open } = gate();
    const door = openDoor({ clock, wait, requestTimeoutMs: 1000 });
    let isAnswered = false;
    const answer = door.ask('{ hello slow }').finally(() => {
      isAnswered = true;
    });
    await turn();
    await clock.advance(1000);
    await turn();
    expect(isAnswered).toBe(false);
    await clock.advance(250);
    expect(await answer).toMatchObject({
      status: 504,
      body: { errors: [{ extensions: { code: 'DEADLINE_EXCEEDED', isRetryable: true } }] },
    });
    open();
    await turn();
    expect(door.log).toHaveLength(1);
  });
});
