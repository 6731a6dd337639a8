import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askOver } from '../support/ask.ts';
import { hasty, openDoor } from './support.ts';

const door = openDoor({ clock: hasty, drainTimeoutMs: 0 });
let url = '';

beforeAll(async () => {
  ({ url } = await door.listen());
});
afterAll(() => door.close());

/** Sends one more byte every so often, and tells how long the server put up with it. */
async function drip(start: string, byte: string): Promise<{ seconds: number; answer: string }> {
  const startedAt = performance.now();
  const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.on('error', () => {});
  socket.write(start);
  const timer = setInterval(() => socket.write(byte), 500);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(timer);
  return { seconds: (performance.now() - startedAt) / 1000, answer };
}

const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

it('cuts 300 clients with slow headers within 7 s, and answers others meanwhile', async () => {
  let isOver = false;
  const slow = Promise.all(Array.from({ length: 300 }, () => drip(head, 'X'))).finally(() => {
    isOver = true;
  });
  let answered = 0;
  while (!isOver) {
    const polite = await askOver(url, '{ hello }');
    expect(await polite.json()).toMatchObject({ data: { hello: 'hello' } });
    answered += 1;
  }
  expect(Math.max(...(await slow).map(({ seconds }) => seconds))).toBeLessThan(7);
  expect(answered).toBeGreaterThan(100);
});

it('cuts 100 clients with slow bodies within 12 s, with 408', async () => {
  const slow = Array.from({ length: 100 }, () => drip(`${head}Content-Length: 1000\r\n\r\n`, ' '));
  for (const { seconds, answer } of await Promise.all(slow)) {
    expect(seconds).toBeLessThan(12);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  }
  expect(door.log.filter(({ level }) => level === 'error')).toEqual([]);
});
