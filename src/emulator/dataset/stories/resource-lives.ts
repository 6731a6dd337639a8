import { hashOf, Random } from '../../random.ts';
import { actionOf } from '../actions.ts';
import type { Action, Actor, Details } from '../row.ts';
import { SECONDS_PER_HOUR, type Slot, type Story } from '../slot.ts';

const DAYS_LOOKED_BACK = 3;
const HOURS_PER_DAY = 24;

const launched: Details = (row, random) => ({
  requestParameters: {
    InstanceType: random.pick(['ecs.g7.large', 'ecs.t5-lc2m1.nano', 'ecs.c7.xlarge']),
    ImageId: 'aliyun_3_9_x64_20G_uefi_alibase_20231219.vhd',
    Amount: 1,
    'SystemDisk.Size': 40,
    'Tag.1.Key': 'project',
    'Tag.1.Value': random.pick(['checkout', 'search', '数据平台']),
    ClientToken: `DECOY-${random.hex(16)}`,
    'X-Acs-Client-Tls-Version': 'TLSv1.3',
  },
  responseElements: { InstanceIdSets: { InstanceIdSet: [row.resources[0]?.id ?? ''] }, TaskId: '' },
});

interface Step {
  readonly action: Action;
  /** Where in the life it happens: 0 is the birth, 1 the death. */
  readonly at: number;
}

const step = (name: string, at: number, fields: Partial<Action> = {}): Step => ({
  at,
  action: actionOf({
    service: 'Ecs',
    host: 'ecs.{region}.aliyuncs.com',
    version: '2014-05-26',
    resourceType: 'ACS::ECS::Instance',
    name,
    ...fields,
  }),
});

const LIFE: readonly Step[] = [
  step('RunInstances', 0, { version: '*', details: launched }),
  step('TagResources', 0.01),
  step('DescribeInstances', 0.05, { rw: 'Read' }),
  step('ModifyInstanceSpec', 0.4),
  step('StopInstance', 0.97, { isSensitive: true }),
  step('DeleteInstance', 1, { isSensitive: true }),
];

/** Servers are created, changed and deleted over hours and days: the events of one life share its resource id. */
export const resourceLives: Story = {
  name: 'resource-lives',
  tell: (slot) => {
    const today = Math.floor(slot.hour / HOURS_PER_DAY);
    for (let day = today - DAYS_LOOKED_BACK; day <= today; day++) tellDay(slot, day);
  },
};

/** The lives that begin on one day are the same whichever later hour asks for them. */
function tellDay(slot: Slot, day: number): void {
  const { stage } = slot;
  const random = new Random(hashOf(stage.seed, 'lives', day), hashOf(stage.accountId, stage.region));
  const perDay = (stage.eventsPerHour * HOURS_PER_DAY * slot.share) / LIFE.length;
  for (let left = random.around(perDay); left > 0; left--) {
    const birth = day * HOURS_PER_DAY * SECONDS_PER_HOUR + random.below(HOURS_PER_DAY * SECONDS_PER_HOUR);
    const length = random.between(1, (DAYS_LOOKED_BACK - 1) * HOURS_PER_DAY) * SECONDS_PER_HOUR;
    const owner = random.next();
    const name = `i-bp1${random.hex(16).toLowerCase()}`;
    tellLife(slot, birth, length, name, owner);
  }
}

function tellLife(slot: Slot, birth: number, length: number, name: string, owner: number): void {
  const end = slot.firstSecond + SECONDS_PER_HOUR;
  for (const { action, at } of LIFE) {
    const second = birth + Math.floor(at * length);
    if (second < slot.firstSecond || second >= end) continue;
    const actor = ownerOf(slot, owner);
    slot.add({ second, action, actor, resources: resourcesOf(action.name, name) });
  }
}

function ownerOf(slot: Slot, owner: number): Actor {
  const { people, machines } = slot.stage.cast;
  const all = [...people, ...machines];
  return all[owner % all.length] ?? slot.stage.cast.root;
}

/** The birth names two types: `ACS::ECS::Instance;ACS::ECS::Image` beside `i-…;aliyun_….vhd`. */
function resourcesOf(step: string, id: string): readonly { type: string; id: string }[] {
  const instance = { type: 'ACS::ECS::Instance', id };
  if (step !== 'RunInstances') return [instance];
  return [instance, { type: 'ACS::ECS::Image', id: 'aliyun_3_9_x64_20G_uefi_alibase_20231219.vhd' }];
}
