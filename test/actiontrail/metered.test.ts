import { describe, expect, it } from 'vitest';
import { metered } from '../../src/actiontrail/index.ts';
import { type Observer, silent } from '../../src/model/observer.ts';
import { callAt } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { json, page, scriptedServer } from './support/scripted-server.ts';
import { lookUpOf, source, wireTo } from './support/wire.ts';

async function meteredLines(status: number, answer: unknown): Promise<unknown[]> {
  const server = await scriptedServer(json(answer, status));
  return linesOf(server.url);
}

async function linesOf(endpoint: string): Promise<unknown[]> {
  const lines: unknown[] = [];
  const observer: Observer = { ...silent, log: (...line) => void lines.push(line) };
  const clock = fakeClock('2026-11-20T12:00:00Z');
  const actionTrail = metered({ clock, observer })(wireTo(endpoint, { clock, observer }).actionTrail);
  const call = callAt();
  await actionTrail.lookUpEvents(lookUpOf({ source }), call).catch(() => undefined);
  expect(call.tally.upstreamCalls).toBe(1);
  return lines;
}

describe('the meter', () => {
  it('writes one line for a call that was answered', async () => {
    expect(await meteredLines(200, page([]))).toMatchInlineSnapshot(`
      [
        [
          "debug",
          "upstream call",
          {
            "account": "main",
            "action": "LookupEvents",
            "calls": 1,
            "durationMs": 0,
            "region": "cn-hangzhou",
            "requestId": "test",
            "upstreamRequestId": "REQUEST-1",
          },
        ],
      ]
    `);
  });

  it('writes one line for a call that was refused, with the code and without the text', async () => {
    const answer = { Code: 'Throttling.User', Message: 'CANARY', RequestId: 'REQUEST-2' };
    expect(await meteredLines(400, answer)).toMatchInlineSnapshot(`
      [
        [
          "warn",
          "upstream call failed",
          {
            "account": "main",
            "action": "LookupEvents",
            "calls": 1,
            "code": "UPSTREAM_THROTTLED",
            "durationMs": 0,
            "region": "cn-hangzhou",
            "requestId": "test",
            "upstreamCode": "Throttling.User",
            "upstreamRequestId": "REQUEST-2",
          },
        ],
      ]
    `);
  });

  it('names host and port that gave no answer', async () => {
    expect(await linesOf('http://127.0.0.1:1')).toEqual([
      ['warn', 'upstream call failed', expect.objectContaining({ upstreamAddress: '127.0.0.1:1' })],
    ]);
  });
});
