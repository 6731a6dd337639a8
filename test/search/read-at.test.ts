import { expect, it } from 'vitest';
import { callAt, noon } from '../support/call.ts';
import { pages } from '../support/pages.ts';
import { searchOver } from '../support/search.ts';

it('a scan reports no more as settled than was settled when the oldest of its pages was read', async () => {
  const upstream = pages([]);
  upstream.lookUpEvents = async (_, call) => {
    call.tally.noteReadAt(noon - 4000);
    return { events: [], next: null };
  };
  const question = {
    sources: null,
    window: {},
    filter: {},
    order: 'NEWEST_FIRST',
    page: { first: 5, after: null, last: null, before: null },
    budget: { maxUpstreamCalls: null, maxWaitSeconds: null },
  } as const;
  const { scan } = await searchOver(upstream).events(question, callAt());
  expect(scan.settledBefore).toBe(noon / 1000 - 4 - 900);
});
