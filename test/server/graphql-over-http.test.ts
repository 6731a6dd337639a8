import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, hasty, openDoor } from './support.ts';

const door: Door = openDoor({ clock: hasty });
let url = '';

beforeAll(async () => {
  url = `${(await door.listen()).url}/graphql`;
});
afterAll(() => door.close());

// GET is refused on purpose, which the specification allows: its audits are the MAYs below.
const onlyWithGet = ['5A70', 'D6D5', '6A70'];

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => url });
  const asked = audits.filter(({ id }) => !onlyWithGet.includes(id));

  it.each(
    asked.map((audit) => [audit.id, audit.name, audit] as const),
  )('%s: %s', async (_id, _name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });

  it('has 61 audits, of which only those for GET are left out', () => {
    expect([audits.length, audits.length - asked.length]).toEqual([61, 3]);
  });
});
