import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Behaviour,
  CANARY,
  CANARY_BASE64,
  DECOY,
  type Emulator,
  type FaultKind,
  startEmulator,
} from '../../src/emulator/index.ts';
import type { Continuation, EventOrder } from '../../src/model/action-trail.ts';
import type { AuditEvent } from '../../src/model/event.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { accountAt, faultOf, lookUpOf, source, wireTo } from './support/wire.ts';

const window = { start: noon / 1000 - 3 * 86_400, end: noon / 1000 - 3600 };

/** An emulator whose clock stands at noon, and a wire to it with a real key. */
async function emulated(behaviour: Partial<Behaviour> = {}) {
  const clock = fakeClock(noon);
  const emulator = await startEmulator({
    behaviour,
    callsPerSecond: Number.POSITIVE_INFINITY,
    now: clock.now,
    signingNow: clock.now,
  });
  onTestFinished(() => emulator.close());
  const [{ accessKeyId, accessKeySecret } = { accessKeyId: '', accessKeySecret: '' }] = emulator.accounts;
  const account = accountAt(emulator.url, { credentials: { type: 'static', accessKeyId, accessKeySecret } });
  return { emulator, clock, actionTrail: wireTo(emulator.url, { accounts: [account], clock }).actionTrail };
}

type Emulated = Awaited<ReturnType<typeof emulated>>;

async function walk(
  { actionTrail }: Pick<Emulated, 'actionTrail'>,
  order: EventOrder,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let from: Continuation | null = null;
  do {
    const page = await actionTrail.lookUpEvents(lookUpOf({ window, order, from }), callAt());
    events.push(...page.events);
    from = page.next;
  } while (from !== null);
  return events;
}

function ownIds(emulator: Emulator): string[] {
  const { accountId, region } = source;
  return emulator.events({ accountId, region, ...window }).map(({ id }) => id);
}

describe('days of the emulator', () => {
  it.each<[EventOrder, Behaviour['bounds']]>([
    ['OLDEST_FIRST', 'inclusive'],
    ['NEWEST_FIRST', 'exclusive'],
    ['NEWEST_FIRST', 'exclusive-start'],
    ['OLDEST_FIRST', 'exclusive-end'],
  ])('are the same events as its own list, %s with %s bounds', async (order, bounds) => {
    const world = await emulated({ bounds });
    const ids = (await walk(world, order)).map(({ eventId }) => eventId);
    const own = ownIds(world.emulator);
    expect(ids).toEqual(order === 'OLDEST_FIRST' ? own : own.toReversed());
    expect(ids.length).toBeGreaterThan(500);
  });

  it('show no secret, and everything that only looks like one', async () => {
    const world = await emulated();
    const shown = JSON.stringify(await walk(world, 'OLDEST_FIRST'));
    const { accountId, region } = source;
    const sent = world.emulator
      .events({ accountId, region, ...window })
      .map(({ json }) => json)
      .join();
    expect(sent.split(CANARY).length).toBeGreaterThan(20);
    expect(sent).toContain(CANARY_BASE64);
    expect(shown).not.toContain(CANARY);
    expect(shown).not.toContain(CANARY_BASE64);
    expect(decoysIn(sent).length).toBeGreaterThan(10);
    expect(decoysIn(shown)).toEqual(decoysIn(sent));
  });

  function decoysIn(text: string): string[] {
    return [...new Set(text.match(new RegExp(`${DECOY}[\\w/-]+`, 'g')))].sort();
  }
});

describe('what goes wrong on request', () => {
  it.each<[FaultKind, string]>([
    ['throttle', 'UPSTREAM_THROTTLED'],
    ['forbidden', 'UPSTREAM_UNAUTHORIZED'],
    ['expired-credentials', 'UPSTREAM_UNAUTHORIZED'],
    ['clock-skew', 'UPSTREAM_UNAUTHORIZED'],
    ['nonce-used', 'UPSTREAM_UNAVAILABLE'],
    ['json-500', 'UPSTREAM_UNAVAILABLE'],
    ['json-503', 'UPSTREAM_UNAVAILABLE'],
    ['xml-503', 'UPSTREAM_UNAVAILABLE'],
    ['html-502', 'UPSTREAM_UNAVAILABLE'],
    ['empty-503', 'UPSTREAM_UNAVAILABLE'],
    ['reset', 'UPSTREAM_UNAVAILABLE'],
    ['empty-200', 'UPSTREAM_MALFORMED'],
    ['redirect', 'UPSTREAM_MALFORMED'],
    ['wrong-json', 'UPSTREAM_MALFORMED'],
    ['null-json', 'UPSTREAM_MALFORMED'],
    ['array-json', 'UPSTREAM_MALFORMED'],
    ['error-body-200', 'UPSTREAM_UNAVAILABLE'],
    ['wrong-shape', 'UPSTREAM_MALFORMED'],
    ['huge-body', 'UPSTREAM_MALFORMED'],
    ['gzip', 'UPSTREAM_MALFORMED'],
    ['gzip-bomb', 'UPSTREAM_MALFORMED'],
    ['reset-mid-body', 'UPSTREAM_MALFORMED'],
    ['half-body', 'UPSTREAM_MALFORMED'],
    ['short-body', 'UPSTREAM_MALFORMED'],
    ['not-http', 'UPSTREAM_MALFORMED'],
  ])('%s is %s, and the next call is answered', async (kind, code) => {
    const { emulator, actionTrail } = await emulated();
    emulator.addFault({ kind, count: 1 });
    const fault = await faultOf(actionTrail.lookUpEvents(lookUpOf({ window }), callAt()));
    expect(fault.code).toBe(code);
    const { events } = await actionTrail.lookUpEvents(lookUpOf({ window }), callAt());
    expect(events).toHaveLength(50);
  });

  it.each<[FaultKind, string]>([
    ['refused-token', 'UPSTREAM_REJECTED'],
    ['repeated-token', 'UPSTREAM_MALFORMED'],
  ])('%s is %s', async (kind, code) => {
    const { emulator, actionTrail } = await emulated();
    const { next } = await actionTrail.lookUpEvents(lookUpOf({ window }), callAt());
    emulator.addFault({ kind });
    const fault = await faultOf(actionTrail.lookUpEvents(lookUpOf({ window, from: next }), callAt()));
    expect(fault.code).toBe(code);
  });

  it.each<FaultKind>(['never', 'stall', 'drip'])('%s is a time-out', async (kind) => {
    const { emulator, actionTrail, clock } = await emulated();
    emulator.addFault({ kind });
    const fault = faultOf(actionTrail.lookUpEvents(lookUpOf({ window }), callAt()));
    await expect.poll(() => emulator.calls().length).toBe(1);
    await clock.advance(5000);
    expect((await fault).code).toBe('UPSTREAM_TIMEOUT');
  });
});

describe('delivery jobs of the emulator', () => {
  it('are listed and found, with numbers beyond 2^53', async () => {
    const { actionTrail } = await emulated({ hugeJobIds: true });
    const { jobs, totalCount } = await actionTrail.listDeliveryJobs(source, 1, callAt());
    expect(jobs.length).toBe(totalCount);
    const { jobId = '', status, trailName } = jobs[0] ?? {};
    expect(Number.isSafeInteger(Number(jobId))).toBe(false);
    expect(await actionTrail.getDeliveryJob(source, jobId, callAt())).toMatchObject({
      jobId,
      status,
      trailName,
    });
  });

  it.each<Behaviour['unknownJob']>([
    'TrailNotFoundException',
    'DeliveryHistoryJobNotFound',
  ])('are null when unknown, told by %s', async (unknownJob) => {
    const { actionTrail } = await emulated({ unknownJob });
    expect(await actionTrail.getDeliveryJob(source, '7', callAt())).toBeNull();
  });
});
