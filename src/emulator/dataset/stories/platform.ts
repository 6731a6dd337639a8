import { actionOf } from '../actions.ts';
import type { Action, Details } from '../row.ts';
import { anySecond, type Story } from '../slot.ts';

const scaled: Details = (row, random) => ({
  requestParameters: { ScalingGroupId: `asg-bp1${random.hex(12).toLowerCase()}`, RegionId: row.region },
  responseElements: { ScalingActivityId: `asa-bp1${random.hex(12).toLowerCase()}`, Result: true },
});

const EVENTS: readonly Action[] = [
  {
    service: 'Ess',
    host: 'ess.aliyuncs.com',
    version: '2014-08-28',
    name: 'ScaleWithAdjustment',
    details: scaled,
  },
  {
    service: 'Ess',
    host: 'ess.aliyuncs.com',
    version: '2014-08-28',
    name: 'DetachInstances',
    details: scaled,
  },
  {
    service: 'Ecs',
    host: 'ecs.{region}.aliyuncs.com',
    version: '2014-05-26',
    name: 'SystemMaintenance.Reboot',
  },
  { service: 'Rds', host: 'rds.{region}.aliyuncs.com', version: '2014-08-15', name: 'FailoverDBInstance' },
].map((fields) => actionOf({ resourceType: 'ACS::ECS::Instance', ...fields }));

/** Alibaba's services act on their own: `AliyunServiceEvent` by `system`, from "Internal" or from a host name. */
export const platform: Story = {
  name: 'platform',
  tell: (slot, expected) => {
    const { random, stage } = slot;
    const instances = stage.standing.get('Ecs') ?? [];
    for (let left = random.around(expected); left > 0; left--) {
      slot.add({
        second: anySecond(slot),
        action: random.pick(EVENTS),
        actor: random.pick(stage.cast.services),
        resources: instances.length > 0 ? [random.pick(instances)] : [],
      });
    }
  },
};
