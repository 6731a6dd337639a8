import { SECONDS_PER_HOUR, type Slot, type Story } from '../slot.ts';
import { pickStanding } from '../stage.ts';

const SMALLEST = 60;
const LARGEST = 300;

/** A pipeline applies a plan, and a whole page's worth of events and more falls into one second. */
export const bursts: Story = {
  name: 'bursts',
  tell: (slot, expected) => {
    const many = slot.random.around(expected / ((SMALLEST + LARGEST) / 2));
    for (let burst = 0; burst < many; burst++) applyPlan(slot);
  },
};

function applyPlan(slot: Slot): void {
  const { random, stage } = slot;
  const second = slot.firstSecond + random.below(SECONDS_PER_HOUR);
  const service = random.pick(stage.services.filter((candidate) => candidate.writes.length > 0));
  const actor = random.pick(stage.cast.machines);
  const address = random.pick(actor.addresses);
  for (let left = random.between(SMALLEST, LARGEST); left > 0; left--) {
    slot.add({
      second,
      action: random.pick(service.writes),
      actor,
      address,
      resources: [pickStanding(stage, service, random)],
    });
  }
}
