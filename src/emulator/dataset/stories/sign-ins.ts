import { actionOf } from '../actions.ts';
import type { Action, Actor, Details, Failure } from '../row.ts';
import { anySecond, SECONDS_PER_HOUR, type Slot, type Story } from '../slot.ts';

const signinDetails: Details = (row, random) => ({
  additionalEventData: {
    loginAccount: `${row.actor.userName}@${row.actor.accountId}.onaliyun.com`,
    callbackUrl: 'https://home.console.aliyun.com/',
    // Both spellings are seen, and the value is a text in both.
    [random.chance(0.5) ? 'mfaChecked' : 'isMFAChecked']: String(row.actor.mfa === true),
    loginType: 'password',
  },
});

const action = (name: string, fields: Partial<Action> = {}): Action =>
  actionOf({
    service: 'AasSub',
    host: 'signin.aliyun.com',
    version: '2020-01-01',
    name,
    isGlobal: true,
    details: signinDetails,
    ...fields,
  });

const SIGNIN = action('ConsoleSignin');
const SIGNOUT = action('ConsoleSignout');
const RESET = action('PasswordReset', { isSensitive: true });
const CLOUD_SSO = action('Login', {
  service: 'CloudSSO',
  host: 'cloudsso.aliyuncs.com',
  version: '2021-05-15',
});

/** A sign-in that worked says so in `errorMessage`: a failure is told by the code. */
const SUCCESS: Failure = { code: '', message: 'success' };
const FAILURES: readonly Failure[] = [
  { code: 'Authentication.Failed', message: 'Incorrect password.' },
  { code: 'InvalidPassword', message: undefined },
  { code: 'MFA.Failed', message: 'The code is not valid.' },
];

/** People sign in and out; now and then a stranger guesses passwords at night, and once in a while gets in. */
export const signIns: Story = {
  name: 'sign-ins',
  tell: (slot, expected) => {
    for (let left = slot.random.around(expected * 0.32); left > 0; left--) dayAtTheConsole(slot);
    for (let left = slot.random.around((expected * 0.2) / 18); left > 0; left--) guessing(slot);
  },
};

function dayAtTheConsole(slot: Slot): void {
  const { random, stage } = slot;
  const actor = random.chance(0.02) ? stage.cast.root : random.pick(stage.cast.people);
  const address = random.pick(actor.addresses);
  const start = anySecond(slot);
  const later = (seconds: number) => Math.min(start + seconds, slot.firstSecond + SECONDS_PER_HOUR - 1);
  if (random.chance(0.1)) {
    slot.add({
      second: start,
      action: CLOUD_SSO,
      actor: ssoUser(actor),
      address,
      eventType: 'ConsoleSignin',
    });
    return;
  }
  if (random.chance(0.12)) signIn(slot, start, actor, address, random.pick(FAILURES));
  signIn(slot, later(9), actor, address, random.chance(0.8) ? SUCCESS : undefined);
  if (random.chance(0.7)) {
    slot.add({ second: later(1500), action: SIGNOUT, actor, address, eventType: 'ConsoleSignout' });
  }
  if (random.chance(0.02)) {
    slot.add({ second: later(60), action: RESET, actor, address, eventType: 'PasswordReset' });
  }
}

function guessing(slot: Slot): void {
  const { random, stage } = slot;
  const victim = random.pick(stage.cast.people);
  const address = random.pick(stage.cast.strangers);
  const failure = random.pick(FAILURES);
  let second = anySecond(slot);
  const last = slot.firstSecond + SECONDS_PER_HOUR - 1;
  for (let left = random.between(6, 30); left > 0; left--) {
    signIn(slot, Math.min(second, last), victim, address, failure);
    second += random.between(0, 4);
  }
  if (random.chance(0.1)) signIn(slot, Math.min(second, last), victim, address, SUCCESS);
}

/** Their ids are no UUIDs but look like `60.152_1566447558068_1247`. */
function signIn(
  slot: Slot,
  second: number,
  actor: Actor,
  address: string,
  outcome: Failure | undefined,
): void {
  const { random } = slot;
  const id = `60.${random.between(100, 199)}_${second * 1000 + random.below(1000)}_${random.digits(7)}`;
  slot.add({ second, id, action: SIGNIN, actor, address, failure: outcome, eventType: 'ConsoleSignin' });
}

function ssoUser(actor: Actor): Actor {
  return {
    ...actor,
    type: 'cloudsso-user',
    userName: `${actor.userName}@example.com`,
    principalId: 'u-00q8wbq42wiltcrk',
  };
}
