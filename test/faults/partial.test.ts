import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';

const query = `{ events(first: 50, sources: [{ account: "main" }]) {
  nodes { seenIn { region } }
  scan { state missing { source { region } error { code isRetryable upstreamRequestId } } }
} }`;

describe('24 one region down, or one account revoked', async () => {
  const { ask, emulator } = await startGateway();

  it.each([
    ['json-503', 'UPSTREAM_UNAVAILABLE', true],
    ['forbidden', 'UPSTREAM_UNAUTHORIZED', false],
    ['wrong-json', 'UPSTREAM_MALFORMED', true],
  ] as const)('%s in one region: the others answer, and the gap is told', async (kind, code, isRetryable) => {
    emulator.clearFaults();
    emulator.addFault({ kind, region: 'cn-shanghai' });
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(data.events.nodes).toHaveLength(50);
    expect(JSON.stringify(data.events.nodes)).not.toContain('cn-shanghai');
    expect(data.events.scan.missing).toMatchObject([
      {
        source: { region: 'cn-shanghai' },
        error: { code, isRetryable, upstreamRequestId: expect.any(String) },
      },
    ]);
  });

  it('a revoked account does not take the other one along', async () => {
    emulator.clearFaults();
    emulator.addFault({ kind: 'forbidden', accountId: emulator.accounts[1]?.id ?? '' });
    const { data } = await ask(query.replace('sources: [{ account: "main" }]', 'order: NEWEST_FIRST'));
    expect(data.events.nodes).toHaveLength(50);
    expect(data.events.scan.missing).toHaveLength(emulator.regions.length);
  });
});
