import type { AccountConfig, QuotaRule } from '../model/account.ts';
import type { ActionTrail } from '../model/action-trail.ts';
import { type Call, Tally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { withTally } from '../model/part-of-call.ts';
import type { Source } from '../model/source.ts';
import { type Gate, type GateState, type Hold, openGate } from './gate.ts';

/** Flow control of the job operations, per account (OpenAPI metadata, 2025-12). */
const jobCallsPerSecond = 10;

/** At two calls a second, sixteen calls are eight seconds: those behind would not be answered in time anyway. */
const lookUpBounds = { maxWaitingPerViewer: 16, maxWaiting: 64 };
/** As many seconds of calls that come five times as often: a page of jobs with their regions is 25 calls at once. */
const jobBounds = { maxWaitingPerViewer: 80, maxWaiting: 320 };

export interface QuotaOptions extends QuotaRule {
  /** For their own rules, where they have some. */
  readonly accounts?: readonly Pick<AccountConfig, 'name' | 'quota'>[];
  readonly clock: Clock;
}

/**
 * A layer: keeps each account below the rates that ActionTrail allows it, each operation apart, and serves those who
 * wait in fair order. Counted by account id: two names of one account share what it has.
 */
export function quota({ accounts = [], clock, ...common }: QuotaOptions) {
  const ruleOf = (account: string): QuotaRule => ({
    ...common,
    ...accounts.find(({ name }) => name === account)?.quota,
  });
  ownRate(common);
  for (const { name } of accounts) ownRate(ruleOf(name));

  // The process that ran before this one may have called a moment ago: a restart must not add a call.
  const lastTurn = clock.elapsed();
  const lookUps = gates((account) => ({ ...ruleOf(account), ...lookUpBounds, clock, lastTurn }));
  const jobRule = (account: string) => ({
    ...ruleOf(account),
    callsPerSecond: jobCallsPerSecond,
    reserve: 0,
  });
  const gets = gates((account) => ({ ...jobRule(account), ...jobBounds, clock, lastTurn }));
  const lists = gates((account) => ({ ...jobRule(account), ...jobBounds, clock, lastTurn }));
  const layer = (next: ActionTrail): ActionTrail => ({
    lookUpEvents: (lookUp, call) =>
      inTurn(lookUps(lookUp.source), lookUp.source, call, clock, (own) => next.lookUpEvents(lookUp, own)),
    getDeliveryJob: (source, jobId, call) =>
      inTurn(gets(source), source, call, clock, (own) => next.getDeliveryJob(source, jobId, own)),
    listDeliveryJobs: (source, pageNumber, call) =>
      inTurn(lists(source), source, call, clock, (own) => next.listDeliveryJobs(source, pageNumber, own)),
  });
  /** The line for the look-ups of a source. */
  const stateOf = (source: Source): GateState => lookUps(source).state();
  return Object.assign(layer, { stateOf });
}

interface GateRule extends QuotaRule {
  readonly clock: Clock;
  readonly lastTurn: number;
  readonly maxWaitingPerViewer: number;
  readonly maxWaiting: number;
}

function gates(ruleOf: (account: string) => GateRule): (source: Source) => Gate {
  const opened = new Map<string, Gate>();
  return ({ account, accountId, region }) => {
    const { scope, ...rule } = ruleOf(account);
    const key = scope === 'region' ? `${accountId} ${region}` : accountId;
    const gate = opened.get(key) ?? openGate({ ...rule, callsPerSecond: ownRate({ scope, ...rule }) });
    opened.set(key, gate);
    return gate;
  };
}

/** What this process may use: less the part that is left to the console, and its share among the replicas. */
export function ownRate({ callsPerSecond, reserve, replicas }: QuotaRule): number {
  if (!(callsPerSecond > 0)) {
    throw new Error(`quota.callsPerSecond: expected a number above 0, got ${callsPerSecond}.`);
  }
  if (!(reserve >= 0 && reserve < callsPerSecond)) {
    throw new Error(
      `quota.reserve: expected calls per second from 0 to less than ${callsPerSecond}, got ${reserve}.`,
    );
  }
  if (!(Number.isInteger(replicas) && replicas >= 1)) {
    throw new Error(`quota.replicas: expected an integer from 1, got ${replicas}.`);
  }
  return (callsPerSecond - reserve) / replicas;
}

async function inTurn<Result>(
  gate: Gate,
  { account }: Source,
  call: Call,
  clock: Clock,
  send: (call: Call) => Promise<Result>,
): Promise<Result> {
  const span = call.span?.begin('queue wait');
  await gate.enter(call, account).finally(() => span?.end());
  const hold = gate.hold();
  const sentAt = clock.elapsed();
  try {
    const result = await send(withTally(call, new WatchedTally(call.tally, hold)));
    gate.answered(sentAt);
    return result;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'UPSTREAM_THROTTLED') throw error;
    gate.throttled(sentAt, error.detail.retryAfterMs ?? 0);
    throw withRetryAfter(error, gate.state().estimatedWaitMs);
  } finally {
    hold.end();
  }
}

/** Hears when a call is on its way: between its turn and that moment it is signed and gets a connection. */
class WatchedTally extends Tally {
  readonly #hold: Hold;

  constructor(parent: Tally, hold: Hold) {
    super(parent);
    this.#hold = hold;
  }

  override noteWritten(): void {
    super.noteWritten();
    this.#hold.written();
  }
}

/** ActionTrail seldom says when to come again; the line knows. */
function withRetryAfter(fault: Fault, waitMs: number): Fault {
  const retryAfterMs = Math.max(fault.detail.retryAfterMs ?? 0, Math.ceil(waitMs));
  return new Fault(fault.code, fault.message, { ...fault.detail, retryAfterMs, cause: fault.cause });
}
