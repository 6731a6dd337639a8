import { describe, expect, it } from 'vitest';
import { expectTrue, idsOf, openWorld } from './support/cell.ts';
import { rows } from './support/table.ts';

const places = [
  { place: 'on the first call', after: 0, first: 50 },
  { place: 'in the middle of a long page', after: 1, first: 200 },
  { place: 'once, on the first call', after: 0, first: 50, count: 1 },
] as const;

const cells = places.flatMap(({ place, ...how }) =>
  rows
    .filter(({ needsToken }) => needsToken !== true || how.first > 50)
    .map((row) => ({ title: `${row.number || '·'} ${row.name}, ${place}`, row, ...how })),
);

describe.concurrent('a question that meets', () => {
  it.for(cells)('$title: has a true answer in time, and the whole one when it is over', async (cell, {
    onTestFinished,
  }) => {
    const { row, after, first } = cell;
    const world = await openWorld(row.fault);
    onTestFinished(() => world.close());
    const own = world.own();
    expect(own.length).toBeGreaterThan(250);
    const count = 'count' in cell ? { count: cell.count } : {};
    world.emulator.addFault({ ...row.fault, after: row.needsToken === true ? 0 : after, ...count });

    const answer = await world.ask(first);
    expectTrue(answer, own, row.isTwist ?? false, first);
    if (answer.errors !== undefined) {
      // The deadline may come while it is asked once more.
      expect([row.code, 'DEADLINE_EXCEEDED']).toContain(answer.errors[0]?.extensions.code);
    } else if (after === 0 && !('count' in cell)) {
      const stops: Record<string, string> = {
        UPSTREAM_THROTTLED: 'THROTTLED',
        DEADLINE_EXCEEDED: 'DEADLINE',
      };
      const expected = row.code === null ? [null] : [stops[row.code], 'DEADLINE'];
      expect(expected).toContain(answer.data.events.scan.stoppedBy);
    }

    world.emulator.clearFaults();
    world.skip(60_000);
    expect(await world.walk()).toEqual(own);
    expect(idsOf(await world.ask(first))).toEqual(own.slice(0, first));
    world.expectNoLeak([answer]);
  });
});
