import type { Actor } from '../row.ts';
import { anySecond, type Slot, type Story } from '../slot.ts';
import { pickService, pickStanding } from '../stage.ts';

/** People look things up and change a few by day; pipelines and monitors go on through the night. */
export const dailyWork: Story = {
  name: 'daily-work',
  tell: (slot, expected) => {
    for (let left = slot.random.around(expected); left > 0; left--) workOnce(slot);
  },
};

/** Whoever is likely to act at this hour. */
export function someoneAtWork(slot: Slot): Actor {
  const { cast } = slot.stage;
  if (slot.random.chance(0.2 + 0.5 * slot.officeShare)) {
    return slot.random.chance(0.03) ? cast.root : slot.random.pick(cast.people);
  }
  return slot.random.chance(0.55) ? slot.random.pick(cast.machines) : slot.random.pick(cast.sessions);
}

function workOnce(slot: Slot): void {
  const service = pickService(slot.stage, slot.random);
  const isWrite = service.writes.length > 0 && slot.random.chance(0.27);
  slot.add({
    second: anySecond(slot),
    action: slot.random.pick(isWrite ? service.writes : service.reads),
    actor: someoneAtWork(slot),
    ...(isWrite || slot.random.chance(0.4)
      ? { resources: [pickStanding(slot.stage, service, slot.random)] }
      : {}),
  });
}
