import { describe, expect, it } from 'vitest';
import { openDoor, post } from './support.ts';

const hello = JSON.stringify({ query: '{ hello }' });
const app = 'https://app.example.com';
const door = openDoor({ origins: [app, 'http://localhost:3000'] });

function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => /^(access-control|vary)/.test(name)));
}

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    new Request('http://gateway/graphql', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  it.each([app, 'http://localhost:3000'])('may ask when it is %s', async (origin) => {
    const before = await door.handle(preflight(origin));
    expect([before.status, await before.text()]).toEqual([204, '']);
    expect(corsOf(before)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type, x-request-id, x-request-timeout-ms',
      'access-control-expose-headers': 'retry-after, x-request-id',
      'access-control-max-age': '600',
      vary: 'origin',
    });
    const answer = await door.handle(post(hello, { origin }));
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  });

  it.each([
    'null',
    'https://app.example.com.evil.test',
    'https://evil.test',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://APP.example.com',
    'https://app.example.com/',
    'https://app.example.com, https://evil.test',
    '',
  ])('is told nothing when it is %j', async (origin) => {
    const before = await door.handle(preflight(origin));
    expect([before.status, corsOf(before)]).toEqual([405, { vary: 'origin' }]);
    expect(corsOf(await door.handle(post(hello, { origin })))).toEqual({ vary: 'origin' });
  });

  it('learns of errors too', async () => {
    const answer = await door.handle(post('{', { origin: app }));
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, app]);
  });

  it('is none of ours where none is configured', async () => {
    const closed = openDoor();
    expect(corsOf(await closed.handle(post(hello, { origin: app })))).toEqual({});
    expect((await closed.handle(preflight(app))).status).toBe(405);
  });

  it('sees only GraphQL', async () => {
    const answer = await door.handle(new Request('http://gateway/livez', { headers: { origin: app } }));
    expect([answer.status, corsOf(answer)]).toEqual([200, {}]);
  });
});

describe('a name that resolves to this machine', () => {
  const local = openDoor({ hosts: ['localhost', '127.0.0.1', '[::1]'] });

  it.each([
    'localhost',
    'localhost:4000',
    'LOCALHOST',
    '127.0.0.1:80',
    '[::1]:4000',
    '[::1]',
  ])('is ours: %s', async (host) => {
    expect((await local.handle(post(hello, { host }))).status).toBe(200);
  });

  it.each([
    'evil.test',
    'evil.test:4000',
    'localhost.evil.test',
    'localhost.',
    '127.0.0.1.nip.io',
    '127.0.0.1@evil.test',
    'localhost:4000:4000',
    '0.0.0.0',
    '',
  ])('is refused: %j', async (host) => {
    const answer = await local.handle(post(hello, { host }));
    expect([answer.status, await answer.json()]).toMatchObject([
      421,
      {
        errors: [
          { message: expect.stringContaining('server.hosts'), extensions: { code: 'BAD_USER_INPUT' } },
        ],
      },
    ]);
  });

  it.each(['/graphiql', '/'])('is refused at %s too', async (path) => {
    const request = new Request(`http://gateway${path}`, { headers: { host: 'evil.test' } });
    expect((await local.handle(request)).status).toBe(421);
  });

  it.each(['/livez', '/readyz'])('may be any at %s', async (path) => {
    const request = new Request(`http://gateway${path}`, { headers: { host: '10.1.2.3:4000' } });
    expect((await local.handle(request)).status).toBe(200);
  });
});
