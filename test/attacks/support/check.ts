import { expect } from 'vitest';
import { CANARY } from '../../../src/emulator/dataset/canary.ts';
import type { Attack } from './attack.ts';
import type { Answered } from './target.ts';

/** What every answer is like, and what this one has to be. */
export function expectAnswer({ status, head, header, body }: Answered, attack: Attack): void {
  expect({ status, body: body.slice(0, 300) }).toMatchObject({ status: attack.status });
  if (attack.code !== undefined) {
    const [error] = JSON.parse(body).errors ?? [];
    expect(error?.extensions?.code ?? null).toBe(attack.code);
    if (attack.says !== undefined) expect(error.message).toMatch(attack.says);
  }
  if (attack.without !== undefined) expect(head + body).not.toMatch(attack.without);
  // What Node itself refuses has no headers.
  if (header('content-type') === undefined) return;
  expect(header('content-type')).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
  expect(header('x-content-type-options')).toBe('nosniff');
  expect(header('cache-control')).toBe('no-store');
  expect(header('x-request-id')).toMatch(/^[A-Za-z0-9-]{1,64}$/);
}

/** No stack, no secret of an event, nothing that only the inside knows. */
export function expectNoLeak(text: string, secrets: readonly string[]): void {
  expect(text).not.toMatch(/\n\s+at |node_modules|\.(ts|js):\d+/);
  for (const secret of [CANARY, ...secrets]) expect(text).not.toContain(secret);
}

/** A line of the log: whole, short, and no surprise. */
export function expectSoundLine(line: string): void {
  expect(line.slice(0, -1)).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
  expect(JSON.parse(line)).not.toMatchObject({ level: 'error' });
  expect(line.length).toBeLessThan(5000);
}
