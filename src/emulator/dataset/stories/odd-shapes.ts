import type { Shape } from '../row.ts';
import { anySecond, type Story } from '../slot.ts';
import { pickService, pickStanding } from '../stage.ts';
import { someoneAtWork } from './daily-work.ts';
import { secretActions } from './secrets.ts';

const SHAPES: readonly Shape[] = [
  'bare',
  'upper-camel',
  'version-text',
  'console-call',
  'legacy-session',
  'resource-list',
  'bare-resource-types',
  'empty-texts',
  'big-numbers',
  'parameter-text',
  'expanded',
];

/** Where a secret could hide from somebody who only knows the usual form. */
const HIDING_PLACES: readonly Shape[] = ['upper-camel', 'version-text', 'parameter-text'];

/** Ordinary calls, written in the forms that published samples have and documents do not. See `write-odd.ts`. */
export const oddShapes: Story = {
  name: 'odd-shapes',
  tell: (slot, expected) => {
    const { random, stage } = slot;
    for (let left = random.around(expected); left > 0; left--) {
      const service = pickService(stage, random);
      const shape = random.pick(SHAPES);
      const actions = service.writes.length > 0 ? service.writes : service.reads;
      const isHiding = HIDING_PLACES.includes(shape) && random.chance(0.5);
      const isObjectRequest = service.code === 'Oss' && random.chance(0.5);
      slot.add({
        second: anySecond(slot),
        action: random.pick(isHiding ? secretActions(stage.isGlobal) : actions),
        actor: someoneAtWork(slot),
        resources: [pickStanding(stage, service, random), pickStanding(stage, service, random)],
        shape,
        ...(shape === 'console-call' ? { eventType: 'ConsoleCall' } : {}),
        ...(isObjectRequest ? { id: random.hex(24) } : {}),
      });
    }
  },
};
