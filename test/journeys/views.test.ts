import { expect, it } from 'vitest';
import { grantOf } from '../../src/model/grant.ts';
import { askAt } from '../support/ask.ts';
import { type Answer, startGateway } from '../support/gateway.ts';
import { apiKeyFor, authOf } from '../support/identity.ts';

const rule = { service: null, event: null, pointer: '/actor/userName' };
const memory = { maxBytes: 64 * 1024 * 1024, movingEdgeMs: 60_000 };
const past = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const queryWith = (report: string) => `{
  events(first: 50, window: { start: "${past(9)}", end: "${past(2)}" }) {
    edges { cursor node { eventName actor { type userName } } }
    ${report}
  }
}`;

it.each([
  ['a page', queryWith('scan { upstreamCalls }')],
  ['an answer', queryWith('')],
])('%s that was kept for one viewer is not told to another, in whatever order they ask', async (_what, query) => {
  const whole = apiKeyFor('whole', grantOf(), { seed: 1 });
  const masked = apiKeyFor('masked', grantOf({ redaction: { level: 'masked', rules: [rule] } }), { seed: 2 });
  const narrow = apiKeyFor('narrow', grantOf({ services: ['Ecs'] }), { seed: 3 });
  const auth = authOf({ apiKeys: [whole.config, masked.config, narrow.config] });
  const { gateway } = await startGateway({}, (config) => ({ ...config, auth, memory }));
  const ask = async ({ text }: { readonly text: string }) => {
    const answer = await askAt(gateway, query, { authorization: `Bearer ${text}` });
    const { data, errors, extensions } = (await answer.json()) as Answer;
    expect(errors).toBeUndefined();
    return { ...data.events, upstream: extensions?.upstream };
  };
  const viewers = [whole, masked, narrow];
  const first = [];
  for (const viewer of viewers) first.push(await ask(viewer));
  const [all, hidden, few] = first.map(({ edges }) => JSON.stringify(edges));
  expect(new Set([all, hidden, few]).size).toBe(3);
  // From the second time on nothing is read, and everybody sees what they saw.
  const inTurn = [masked, narrow, whole, narrow, masked, whole];
  for (const viewer of [...inTurn, ...inTurn, ...inTurn]) {
    const again = await ask(viewer);
    expect(again.upstream).toMatchObject({ calls: 0 });
    expect(again.edges).toEqual(first[viewers.indexOf(viewer)].edges);
  }
});
