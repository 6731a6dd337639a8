import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Door, gate, hasty, openDoor } from './support.ts';

const opened: Door[] = [];

async function listening(options: Parameters<typeof openDoor>[0] = {}) {
  const door = openDoor({ clock: hasty, drainTimeoutMs: 0, ...options });
  opened.push(door);
  return { door, url: (await door.listen()).url };
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((door) => door.close()));
});

/** Sends bytes as they are and reads until the other side closes. */
async function exchange(url: string, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.on('error', () => {});
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

const asks = (...headers: string[]) =>
  ['POST /graphql HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...headers, '', ''].join('\r\n');
const hello = JSON.stringify({ query: '{ hello }' });

describe('over a socket', () => {
  it('answers several questions on one connection', async () => {
    const { url } = await listening();
    const one = asks(`Content-Length: ${hello.length}`) + hello;
    const last = asks(`Content-Length: ${hello.length}`, 'Connection: close') + hello;
    const answer = await exchange(url, one, last);
    expect(answer.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    expect(answer.match(/{"data":{"hello":"hello"},/g)).toHaveLength(2);
  });

  it('reads a body in chunks', async () => {
    const { url } = await listening();
    const chunks = `${hello.length.toString(16)}\r\n${hello}\r\n0\r\n\r\n`;
    const answer = await exchange(url, asks('Transfer-Encoding: chunked', 'Connection: close'), chunks);
    expect(answer).toContain('{"data":{"hello":"hello"},');
  });

  it.each([65_537, 500_000])('answers 413 to %i bytes in either framing, and closes', async (bytes) => {
    const { url } = await listening();
    const body = Buffer.alloc(bytes, ' ');
    const chunk = Buffer.concat([
      Buffer.from(`${bytes.toString(16)}\r\n`),
      body,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    for (const parts of [
      [asks(`Content-Length: ${bytes}`), body],
      [asks('Transfer-Encoding: chunked'), chunk],
    ]) {
      const answer = await exchange(url, ...parts);
      expect(answer).toMatch(/^HTTP\/1.1 413 /);
      expect(answer).toContain('"code":"LIMIT_EXCEEDED"');
    }
  });

  it.each([
    ['a length and chunks', asks('Content-Length: 5', 'Transfer-Encoding: chunked') + hello, 400],
    ['two lengths', asks('Content-Length: 5', 'Content-Length: 6') + hello, 400],
    ['a folded header', 'GET /livez HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n', 400],
    ['a header of 20 kB', `GET /livez HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a path with dots', 'GET /x/../livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['a whole address', 'GET http://x/livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['a host with a path', 'GET /x HTTP/1.1\r\nHost: x/livez?\r\nConnection: close\r\n\r\n', 404],
  ])('answers %s with %i', async (_what, sent, status) => {
    const { url } = await listening();
    expect(await exchange(url, sent)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('sends no body to HEAD, but its length', async () => {
    const { url } = await listening();
    const answer = await exchange(url, 'HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/content-length: 18\r\n[\s\S]*\r\n\r\n$/);
  });

  it('tells the call when the client leaves, and logs nothing', async () => {
    const { wait, entered, open } = gate();
    const { door, url } = await listening({ wait });
    const client = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const question = {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: '{ slow }' }),
      signal: client.signal,
    };
    const answer = fetch(`${url}/graphql`, question).catch((error: unknown) => error);
    const { signal } = await entered;
    expect(signal.aborted).toBe(false);
    client.abort();
    await Promise.all([once(signal, 'abort'), answer]);
    expect(signal.reason).toMatchObject({ name: 'AbortError' });
    open();
    expect(door.log).toEqual([]);
  });

  it('leaves the signal alone when the client has its answer', async () => {
    const { wait, entered, open } = gate();
    const { url } = await listening({ wait });
    open();
    const answer = await exchange(
      url,
      `${asks('Content-Length: 20', 'Connection: close')}{"query":"{ slow }"}`,
    );
    expect(answer).toContain('done');
    expect((await entered).signal.aborted).toBe(false);
  });

  it('closes at once what is one connection too many', async () => {
    const { url } = await listening({ maxConnections: 1 });
    const first = connect(Number(new URL(url).port), '127.0.0.1');
    await once(first, 'connect');
    first.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(first, 'data');
    expect(await exchange(url, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
    first.destroy();
  });

  it('ends a connection after so many requests', async () => {
    const { url } = await listening({ maxRequestsPerConnection: 2 });
    const one = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';
    const answer = await exchange(url, one, one, one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 503']);
  });

  it('keeps an answer that has to wait, whatever is answered meanwhile', async () => {
    const first = Promise.withResolvers<string>();
    const answers = [first.promise, 'b'.repeat(1e5), 'c'.repeat(1e5)];
    const { url } = await listening({ wait: async () => answers.shift() ?? '' });
    const one = `${asks('Content-Length: 20')}{"query":"{ slow }"}`;
    const last = one.replace('Length: 20', 'Length: 20\r\nConnection: close');
    const both = exchange(url, one, last);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(await exchange(url, last)).toContain('c'.repeat(1e5));
    first.resolve('a'.repeat(1e5));
    const [, a = '', b = ''] = (await both).split('HTTP/1.1 200 OK');
    expect([a.match(/a{100000}/), b.match(/b{100000}/)]).not.toContain(null);
  });

  it('cuts who does not take its answer', async () => {
    const readTimeout = Promise.withResolvers<void>();
    const sleep = (ms: number, signal?: AbortSignal) =>
      ms === 30_000 ? readTimeout.promise : hasty.sleep(ms, signal);
    const { url } = await listening({ clock: { ...hasty, sleep }, wait: async () => 'x'.repeat(2e7) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
    socket.write(`${asks('Content-Length: 20')}{"query":"{ slow }"}`);
    await once(socket, 'readable');
    readTimeout.resolve();
    let bytes = 0;
    socket.on('data', (data) => {
      bytes += data.length;
    });
    await once(socket.resume(), 'close');
    expect(bytes).toBeLessThan(2e7);
  });

  it('says which setting to change when the address is taken', async () => {
    const { url } = await listening();
    const second = openDoor({ port: Number(new URL(url).port) });
    await expect(second.listen()).rejects.toThrow(/EADDRINUSE.*Change server\.host or server\.port\.$/);
  });
});
