import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Answered, expectTrue, openWorld } from './support/cell.ts';
import { rows } from './support/table.ts';

const requests = 20;
const gapMs = 100;

describe('ten requests a second that meet', () => {
  it.for(rows)('$number $name: each has a true answer in time, and the next the whole one', async (row) => {
    const world = await openWorld(row.fault);
    try {
      const own = world.own();
      world.emulator.addFault(row.fault);
      const asked: Promise<Answered>[] = [];
      for (let count = 0; count < requests; count += 1) {
        // Each asks something else: no two of them may share a call.
        asked.push(world.ask(60, count));
        await sleep(gapMs);
      }
      const answers = await Promise.all(asked);
      for (const answer of answers) expectTrue(answer, own, row.isTwist ?? false, 60);
      world.emulator.clearFaults();
      world.skip(60_000);
      expect(await world.walk()).toEqual(own);
      world.expectNoLeak(answers);
    } finally {
      await world.close();
    }
  });

  it('leaves no socket and no timer behind', async () => {
    const open = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Timeout/.test(name));
    for (const row of rows.filter(({ fault }) => /never|stall|throttle|reset$/.test(fault.kind))) {
      const world = await openWorld(row.fault);
      world.emulator.addFault(row.fault);
      await Promise.all([world.ask(50), world.ask(60, 7)]);
      await world.close();
    }
    await sleep(300);
    expect(open()).toEqual([]);
  });
});
