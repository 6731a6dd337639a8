import { actionOf } from '../actions.ts';
import { CANARY } from '../canary.ts';
import { roleSession } from '../cast.ts';
import type { Action, Actor, Details } from '../row.ts';
import { anySecond, SECONDS_PER_HOUR, type Slot, type Story } from '../slot.ts';
import { pickService, pickStanding } from '../stage.ts';

const ROLES = ['deploy-role', 'custom-role-for-actiontrail', 'break-glass-admin', 'data-export'];
const CALLS_LOW = 4;
const CALLS_HIGH = 14;

/** The answer holds the credentials the session works with: the key id stays readable, the secrets must not. */
const handsOutCredentials: Details = (row, random) => {
  const [role = '', session = ''] = row.subject.split(' ');
  return {
    requestParameters: {
      RoleArn: `acs:ram::${row.actor.accountId}:role/${role}`,
      RoleSessionName: session,
      DurationSeconds: 3600,
    },
    responseElements: {
      assumedRoleUser: {
        arn: `acs:ram::${row.actor.accountId}:role/${role}/${session}`,
        assumedRoleId: `3${random.digits(16)}:${session}`,
      },
      credentials: {
        accessKeyId: row.subject.split(' ')[2] ?? '',
        accessKeySecret: `${CANARY}${random.hex(24)}`,
        securityToken: `CAIS${CANARY}${random.hex(36)}`,
        expiration: new Date((row.second + 3600) * 1000).toISOString().replace('.000', ''),
      },
    },
  };
};

const WAYS: readonly Action[] = ['AssumeRole', 'AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithOIDC'].map(
  (name) =>
    actionOf({
      service: 'Sts',
      host: 'sts.{region}.aliyuncs.com',
      version: '2015-04-01',
      name,
      resourceType: 'ACS::RAM::Role',
      details: handsOutCredentials,
    }),
);

/** A key assumes a role, and the session then works with the temporary key that the first event handed out. */
export const roleChains: Story = {
  name: 'role-chains',
  tell: (slot, expected) => {
    const chainLength = 1 + (CALLS_LOW + CALLS_HIGH) / 2;
    for (let left = slot.random.around(expected / chainLength); left > 0; left--) tellChain(slot);
  },
};

function tellChain(slot: Slot): void {
  const { random, stage } = slot;
  const role = random.pick(ROLES);
  const way = random.pick(WAYS);
  const caller = callerOf(slot, way.name);
  const sessionName = caller.userName.replace(/[^\w.@-]/g, '-');
  const session = roleSession(random, stage.accountId, role, sessionName);
  const start = anySecond(slot);
  slot.add({
    second: start,
    action: way,
    actor: caller,
    resources: [{ type: 'ACS::RAM::Role', id: role }],
    subject: `${role} ${sessionName} ${session.accessKeyId ?? ''}`,
  });
  const last = slot.firstSecond + SECONDS_PER_HOUR - 1;
  const service = pickService(stage, random);
  for (let left = random.between(CALLS_LOW, CALLS_HIGH); left > 0; left--) {
    const isWrite = service.writes.length > 0 && random.chance(0.5);
    slot.add({
      second: Math.min(start + random.between(1, 900), last),
      action: random.pick(isWrite ? service.writes : service.reads),
      actor: session,
      resources: [pickStanding(stage, service, random)],
    });
  }
}

function callerOf(slot: Slot, way: string): Actor {
  const { cast } = slot.stage;
  if (way === 'AssumeRole') return slot.random.pick(cast.machines);
  const who = slot.random.pick(cast.people);
  return {
    ...who,
    type: way === 'AssumeRoleWithSAML' ? 'saml-user' : 'oidc-user',
    principalId: undefined,
    userName: `${who.userName}@example.com`,
    mfa: undefined,
    eventType: 'ApiCall',
  };
}
