import { expect, it } from 'vitest';
import { createSealer, createSearch } from '../../src/search/index.ts';
import { callAt, noon } from '../support/call.ts';
import { source } from '../support/events.ts';
import { pages } from '../support/pages.ts';

it('a scan reports no more as settled than was settled when the oldest of its pages was read', async () => {
  const upstream = pages([]);
  upstream.lookUpEvents = async (_, call) => {
    call.tally.noteReadAt(noon - 4000);
    return { events: [], next: null };
  };
  const sealer = createSealer([Buffer.alloc(32, 7)]);
  const search = createSearch({ actionTrail: upstream, sources: [source], sealer, settleDelaySeconds: 900 });
  const question = {
    sources: null,
    window: {},
    filter: {},
    order: 'NEWEST_FIRST',
    first: 5,
    after: null,
  } as const;
  const { scan } = await search.events(question, callAt());
  expect(scan.settledBefore).toBe(noon / 1000 - 4 - 900);
});
