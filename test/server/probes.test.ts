import { describe, expect, it } from 'vitest';
import { openDoor, secret } from './support.ts';

const get = (path: string, method = 'GET') => new Request(`http://gateway${path}`, { method });

describe('the probes', () => {
  it('say that the process lives', async () => {
    const answer = await openDoor().handle(get('/livez'));
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'alive' }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    [true, true, 200, 'ready'],
    [true, false, 200, 'ready'],
    [false, true, 503, 'starting'],
  ])('say whether it is ready (%s) and emulated (%s)', async (isReady, emulated, httpStatus, status) => {
    const answer = await openDoor({ readiness: () => ({ isReady, emulated }) }).handle(get('/readyz'));
    expect([answer.status, await answer.json()]).toEqual([httpStatus, { status, emulated }]);
  });

  it('say that it is draining', async () => {
    const door = openDoor();
    const closed = door.close();
    const answer = await door.handle(get('/readyz'));
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'draining', emulated: true }]);
    await closed;
  });

  it('say nothing of why they fail', async () => {
    const readiness = () => {
      throw new Error(secret);
    };
    const answer = await openDoor({ readiness }).handle(get('/readyz'));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
  });

  it.each([
    ['/livez', 'HEAD', 200],
    ['/readyz', 'HEAD', 200],
    ['/livez', 'POST', 405],
    ['/readyz', 'DELETE', 405],
    ['/livez?x=1', 'GET', 200],
    ['/x/livez', 'GET', 404],
    ['/livezz', 'GET', 404],
  ])('%s answers %s with %i', async (path, method, status) => {
    expect((await openDoor().handle(get(path, method))).status).toBe(status);
  });
});
