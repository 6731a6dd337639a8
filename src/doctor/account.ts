import type { AccountConfig } from '../model/account.ts';
import { type ActionTrail, eventLookUp } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { AuditEvent } from '../model/event.ts';
import { Fault } from '../model/fault.ts';
import type { Source } from '../model/source.ts';
import type { Reach } from './address.ts';
import type { Finding } from './finding.ts';
import { reasonOf } from './reasons.ts';

export interface AccountParts {
  readonly account: AccountConfig;
  /** One per region of the account. */
  readonly sources: readonly Source[];
  /** The stack of the gateway: it keeps the rate. */
  readonly actionTrail: ActionTrail;
  /** Where the credentials came from, in words. Rejects with a fault where there are none. */
  credentials(): Promise<string>;
  /** What to do where there are none. */
  readonly credentialsAdvice: string;
  addressOf(region: string): URL;
  reach(url: URL): Promise<Reach>;
  newCall(): Call;
}

/** The checks of one account, in the order in which one failure explains the next. */
export async function* checkAccount(parts: AccountParts): AsyncGenerator<Finding> {
  const { account, sources, credentials, credentialsAdvice } = parts;
  const about = { account: account.name };
  const addresses = await Promise.all(sources.map((source) => checkAddress(parts, source)));
  yield* addresses;
  const reached = sources.filter((_, index) => addresses[index]?.status !== 'failed');
  try {
    yield { ...about, check: 'credentials', status: 'ok', found: await credentials() };
  } catch (error) {
    const found = error instanceof Fault ? error.message : 'they could not be loaded';
    yield { ...about, check: 'credentials', status: 'failed', found, advice: credentialsAdvice };
    return;
  }
  const [first] = reached;
  if (first === undefined) return;
  const seen: Seen = new Map();
  if (yield* checkLookUps(parts, reached, seen)) return;
  yield* checkJobs(parts, first);
  if (seen.size === 0) return;
  yield checkGlobalEvents(parts, seen);
  yield checkAccountId(parts, [...seen.values()].flat());
}

async function checkAddress(parts: AccountParts, { account, region }: Source): Promise<Finding> {
  const about = { check: 'address', account, region };
  const url = parts.addressOf(region);
  const reached = await parts.reach(url);
  if (!reached.isReached) return { ...about, status: 'failed', found: reached.found, advice: reached.advice };
  if (reached.isAlibaba) return { ...about, status: 'ok', found: `${url.host} answers` };
  return {
    ...about,
    status: 'warning',
    found: `${url.host} answers, but not like Alibaba Cloud: without a request id`,
    advice: 'Look at `endpoint` and at proxies in between.',
  };
}

/** The sign-ins of each source that could be asked. */
type Seen = Map<Source, readonly AuditEvent[]>;

const pastSeconds = 30 * 86_400;

/**
 * One call a region: sign-ins of the last 30 days. It shows whether the region answers this key, and, because
 * sign-ins are global events, where those are kept. True: the account's other calls cannot fare better.
 */
async function* checkLookUps(
  { actionTrail, newCall }: AccountParts,
  sources: readonly Source[],
  seen: Seen,
): AsyncGenerator<Finding, boolean> {
  for (const source of sources) {
    const about = { check: 'LookupEvents', account: source.account, region: source.region };
    const call = newCall();
    const end = Math.floor(call.nowMs / 1000);
    const lookUp = eventLookUp(call, {
      source,
      window: { start: end - pastSeconds, end },
      order: 'NEWEST_FIRST',
      conditions: [{ field: 'eventName', value: 'ConsoleSignin' }],
      from: null,
    });
    try {
      const { events } = await actionTrail.lookUpEvents(lookUp, call);
      seen.set(source, events);
      yield { ...about, status: 'ok', found: 'allowed' };
    } catch (error) {
      const { isOfAccount, ...reason } = reasonOf(error, 'LookupEvents');
      yield { ...about, ...reason };
      if (isOfAccount) return true;
    }
  }
  return false;
}

/** A job that hardly exists: who may ask is told that it does not. */
const unknownJob = '1';

async function* checkJobs({ actionTrail, newCall }: AccountParts, source: Source): AsyncGenerator<Finding> {
  const actions: readonly [action: string, ask: () => Promise<unknown>][] = [
    ['GetDeliveryHistoryJob', () => actionTrail.getDeliveryJob(source, unknownJob, newCall())],
    ['ListDeliveryHistoryJobs', () => actionTrail.listDeliveryJobs(source, 1, newCall())],
  ];
  for (const [check, ask] of actions) {
    const about = { check, account: source.account, region: source.region };
    try {
      await ask();
      yield { ...about, status: 'ok', found: 'allowed' };
    } catch (error) {
      const { isOfAccount: _, ...reason } = reasonOf(error, check);
      yield { ...about, ...reason };
    }
  }
}

/**
 * Sign-ins, RAM, resource directory and others are global: kept in one region (cn-hangzhou, or ap-southeast-1 for
 * accounts of the international site), or found in all. Which, the documentation does not agree on.
 */
function checkGlobalEvents({ account }: AccountParts, seen: Seen): Finding {
  const about = { check: 'global events', account: account.name };
  const regions = [...seen].filter(([, events]) => events.length > 0).map(([{ region }]) => region);
  if (regions.length > 0) return { ...about, status: 'ok', found: `found in ${regions.join(', ')}` };
  return {
    ...about,
    status: 'warning',
    found: 'no region that could be asked shows a sign-in of the last 30 days',
    advice:
      'Unless nobody signed in: add cn-hangzhou, or ap-southeast-1 for an account of the international site. ' +
      'Sign-ins and changes of RAM users are kept in one of them.',
  };
}

/** The id goes into global ids, and clients keep those: a wrong one would have to be lived with. */
function checkAccountId({ account }: AccountParts, events: readonly AuditEvent[]): Finding {
  const about = { check: 'account id', account: account.name };
  const told = events.flatMap(
    ({ recipientAccountId, actor }) => recipientAccountId ?? actor?.accountId ?? [],
  );
  if (told.includes(account.id)) return { ...about, status: 'ok', found: `events name ${account.id}` };
  const [other] = told;
  if (other === undefined) {
    return {
      ...about,
      status: 'warning',
      found: 'no event was found that names the account',
      advice: 'Compare `id` with the account id in the console, top right.',
    };
  }
  return {
    ...about,
    status: 'failed',
    found: `configured is ${account.id}, but the events are those of ${other}`,
    advice: `Set \`id: "${other}"\`, or use the credentials of ${account.id}.`,
  };
}
