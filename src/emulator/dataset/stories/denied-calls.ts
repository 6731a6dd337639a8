import type { Failure } from '../row.ts';
import { anySecond, type Story } from '../slot.ts';
import { pickService, pickStanding } from '../stage.ts';
import { someoneAtWork } from './daily-work.ts';

/** Including what makes failures hard to tell: a code in quotes, a number as code, a code with no message. */
const FAILURES: readonly Failure[] = [
  { code: 'NoPermission', message: 'You are not authorized to perform this operation.' },
  { code: 'Forbidden.RAM', message: 'User not authorized to operate on the specified resource.' },
  { code: 'Forbidden.RAM', message: undefined },
  { code: 'InvalidInstanceId.NotFound', message: 'The specified InstanceId does not exist.' },
  {
    code: 'IncorrectInstanceStatus',
    message: 'The current status of the resource does not support this operation.',
  },
  { code: '"NoPermission"', message: 'The specified action is not authorized.' },
  { code: '202', message: 'invalid request' },
  { code: 'AccessDenied', message: '' },
  { code: 'Throttling.User', message: 'Request was denied due to user flow control.' },
];

/** Somebody is told no; now and then a machine with an old policy is told no many times in a row. */
export const deniedCalls: Story = {
  name: 'denied-calls',
  tell: (slot, expected) => {
    const { random, stage } = slot;
    for (let left = random.around(expected / 3); left > 0; left--) {
      const service = pickService(stage, random);
      const action = random.pick(service.writes.length > 0 ? service.writes : service.reads);
      const actor = someoneAtWork(slot);
      const failure = random.pick(FAILURES);
      const resources = [pickStanding(stage, service, random)];
      const tries = random.chance(0.25) ? random.between(5, 13) : 1;
      const start = anySecond(slot);
      for (let attempt = 0; attempt < tries; attempt++) {
        const second = Math.min(start + attempt * random.between(1, 20), slot.firstSecond + 3599);
        slot.add({ second, action, actor, failure, resources });
      }
    }
  },
};
