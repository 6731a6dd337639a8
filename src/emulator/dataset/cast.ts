import { hashOf, Random } from '../random.ts';
import type { Actor } from './row.ts';

/**
 * The people and machines of one account. Names, keys and addresses are invented; the addresses come from the
 * ranges set aside for documentation (RFC 5737, RFC 3849).
 */
export interface Cast {
  readonly accountId: string;
  /** People at the console in working hours, several with more than one address. */
  readonly people: readonly Actor[];
  /** Pipelines and scripts with access keys; they work at night too. */
  readonly machines: readonly Actor[];
  /** Role sessions of people (single sign-on) and of services. */
  readonly sessions: readonly Actor[];
  /** Alibaba's own services acting for the account. */
  readonly services: readonly Actor[];
  readonly root: Actor;
  /** Addresses of somebody who has no business here. */
  readonly strangers: readonly string[];
}

const PEOPLE = ['alice', 'bob', 'chen.wei', 'dana', 'emre', 'fatima', 'Gwen.Harper', 'h_ito', 'ivan', 'jun'];
const MACHINES = ['ci-deploy', 'terraform', 'backup-bot', 'metrics-reader'];
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36';
const SDK = 'AlibabaCloud (linux; amd64) Golang/1.23.2 Core/0.1.17 TeaDSL/1';
const TERRAFORM = 'AlibabaCloud (linux; amd64) Golang/1.23.2 HashiCorp-Terraform/1.9.8 Provider/1.234.0';

export function castOf(seed: string, accountId: string): Cast {
  const random = new Random(hashOf(seed, 'cast', accountId), hashOf(accountId));
  const people = PEOPLE.slice(0, 8).map((name, index) => person(random, accountId, name, index));
  const machines = MACHINES.map((name) => machine(random, accountId, name));
  return {
    accountId,
    people,
    machines,
    sessions: sessionsOf(random, accountId, people),
    services: ['ess.aliyuncs.com', 'ecs.aliyuncs.com', 'actiontrail.aliyuncs.com'].map((n) =>
      system(accountId, n),
    ),
    root: rootOf(random, accountId),
    strangers: ['198.51.100.66', '198.51.100.67', '2001:db8:bad::66'],
  };
}

function person(random: Random, accountId: string, name: string, index: number): Actor {
  const home = `198.51.100.${random.between(70, 250)}`;
  const six = `2001:db8:${random.hex(4).toLowerCase()}::${random.between(2, 99)}`;
  return {
    accountId,
    type: 'ram-user',
    principalId: `2${random.digits(17)}`,
    userName: name,
    roleName: undefined,
    accessKeyId: undefined,
    mfa: index % 3 !== 2,
    addresses: index % 4 === 1 ? [office(random), home, six] : [office(random), home],
    userAgent: BROWSER,
    eventType: 'ConsoleOperation',
  };
}

function machine(random: Random, accountId: string, name: string): Actor {
  return {
    accountId,
    type: 'ram-user',
    principalId: `2${random.digits(17)}`,
    userName: name,
    roleName: undefined,
    accessKeyId: `LTAI5t${random.text(18, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789')}`,
    mfa: undefined,
    addresses: [`192.0.2.${random.between(2, 60)}`, `192.0.2.${random.between(61, 120)}`],
    userAgent: name === 'terraform' ? TERRAFORM : SDK,
    eventType: 'ApiCall',
  };
}

function sessionsOf(random: Random, accountId: string, people: readonly Actor[]): readonly Actor[] {
  const single = people.slice(0, 3).map((who) => ({
    ...roleSession(random, accountId, 'AliyunReservedSSO-Operator', `${who.userName}@example.com`),
    addresses: who.addresses,
    eventType: 'ConsoleOperation' as const,
    userAgent: BROWSER,
  }));
  return [
    ...single,
    roleSession(random, accountId, 'Cloud-Contributor', 'user1'),
    roleSession(random, accountId, 'AliyunServiceRoleForActionTrail', 'actiontrail'),
    roleSession(random, accountId, 'AliyunCSManagedAutoScalerRole', 'cluster-autoscaler'),
  ];
}

/** A session of a role. Its temporary key id begins with `STS.`. */
export function roleSession(random: Random, accountId: string, role: string, session: string): Actor {
  const roleId = `3${hashOf(accountId, role).toString().padStart(10, '0')}4502271`;
  return {
    accountId,
    type: 'assumed-role',
    principalId: `${roleId}:${session}`,
    userName: `${role}:${session}`,
    roleName: role,
    accessKeyId: `STS.N${random.text(24, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789')}`,
    mfa: false,
    addresses: [`203.0.113.${random.between(2, 200)}`],
    userAgent: SDK,
    eventType: 'ApiCall',
  };
}

function system(accountId: string, name: string): Actor {
  return {
    accountId,
    type: 'system',
    principalId: undefined,
    userName: name,
    roleName: undefined,
    accessKeyId: undefined,
    mfa: undefined,
    addresses: ['Internal', name],
    userAgent: undefined,
    eventType: 'AliyunServiceEvent',
  };
}

function rootOf(random: Random, accountId: string): Actor {
  return {
    ...person(random, accountId, 'root', 0),
    type: 'root-account',
    principalId: accountId,
    mfa: true,
  };
}

function office(random: Random): string {
  return `203.0.113.${random.between(201, 250)}`;
}
