import { expect, it } from 'vitest';
import { grantOf } from '../../src/model/grant.ts';
import { askAt } from '../support/ask.ts';
import { type Answer, startGateway } from '../support/gateway.ts';
import { apiKeyFor, authOf } from '../support/identity.ts';

const rule = { service: null, event: null, pointer: '/actor/userName' };
const memory = { maxBytes: 64 * 1024 * 1024, movingEdgeMs: 60_000 };
const past = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const query = `{
  events(first: 50, window: { start: "${past(9)}", end: "${past(2)}" }) {
    edges { cursor node { eventName actor { type userName } } }
    scan { upstreamCalls }
  }
}`;

it('what was kept for one viewer is not told to another, in whatever order they ask', async () => {
  const whole = apiKeyFor('whole', grantOf(), { seed: 1 });
  const masked = apiKeyFor('masked', grantOf({ redaction: { level: 'masked', rules: [rule] } }), { seed: 2 });
  const narrow = apiKeyFor('narrow', grantOf({ services: ['Ecs'] }), { seed: 3 });
  const auth = authOf({ apiKeys: [whole.config, masked.config, narrow.config] });
  const { gateway } = await startGateway({}, (config) => ({ ...config, auth, memory }));
  const ask = async ({ text }: { readonly text: string }) => {
    const answer = await askAt(gateway, query, { authorization: `Bearer ${text}` });
    const { data, errors } = (await answer.json()) as Answer;
    expect(errors).toBeUndefined();
    return data.events;
  };
  const viewers = [whole, masked, narrow];
  const first = [];
  for (const viewer of viewers) first.push(await ask(viewer));
  const [all, hidden, few] = first.map(({ edges }) => JSON.stringify(edges));
  expect(new Set([all, hidden, few]).size).toBe(3);
  // A second and a third time nothing is read, and everybody sees what they saw.
  for (const viewer of [masked, narrow, whole, narrow, masked, whole]) {
    const again = await ask(viewer);
    expect(again.scan.upstreamCalls).toBe(0);
    expect(again.edges).toEqual(first[viewers.indexOf(viewer)].edges);
  }
});
