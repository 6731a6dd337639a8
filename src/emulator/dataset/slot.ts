import { hashOf, Random } from '../random.ts';
import { officeShare, paceOf } from './pace.ts';
import type { Action, Actor, EventRow, Failure, ResourceRef, Shape } from './row.ts';
import type { Stage } from './stage.ts';

/** One hour on one stage, being filled. */
export interface Slot {
  readonly stage: Stage;
  /** Hours since the epoch. */
  readonly hour: number;
  readonly firstSecond: number;
  readonly officeShare: number;
  /** The story's part of the stage's events. */
  readonly share: number;
  /** The story's own stream: one story can change without moving the others. */
  readonly random: Random;
  add(event: NewEvent): void;
}

export interface NewEvent {
  readonly second: number;
  readonly action: Action;
  readonly actor: Actor;
  readonly address?: string;
  readonly resources?: readonly ResourceRef[];
  readonly failure?: Failure | undefined;
  readonly shape?: Shape;
  readonly subject?: string;
  readonly eventType?: string;
  readonly id?: string;
}

export interface Story {
  readonly name: string;
  /** Adds about `expected` events on average over many hours; a single hour may get none or many. */
  readonly tell: (slot: Slot, expected: number) => void;
}

export const SECONDS_PER_HOUR = 3600;
const LATE_SHARE = 0.012;
const NO_RESOURCES: readonly ResourceRef[] = [];

/** A story and its part of all events of a stage; the parts of a stage add up to 1. */
export interface Billing {
  readonly story: Story;
  readonly share: number;
}

/** All events of one hour, in no order. The same stage and hour always give the same. */
export function fillHour(stage: Stage, hour: number, stories: readonly Billing[]): EventRow[] {
  const rows: EventRow[] = [];
  const expected = stage.eventsPerHour * paceOf(stage.region, hour);
  const place = hashOf(stage.accountId, stage.region, stage.isGlobal ? 'global' : 'regional', hour);
  for (const { story, share } of stories) {
    const random = new Random(hashOf(stage.seed, story.name, hour), place);
    story.tell(slotOf(stage, hour, share, random, rows), expected * share);
  }
  return rows;
}

/** A second of the slot's hour. */
export function anySecond(slot: Slot): number {
  return slot.firstSecond + slot.random.below(SECONDS_PER_HOUR);
}

function slotOf(stage: Stage, hour: number, share: number, random: Random, rows: EventRow[]): Slot {
  return {
    stage,
    hour,
    share,
    firstSecond: hour * SECONDS_PER_HOUR,
    officeShare: officeShare(stage.region, hour),
    random,
    add: (event) => rows.push(rowOf(stage.region, random, event)),
  };
}

function rowOf(region: string, random: Random, event: NewEvent): EventRow {
  return {
    second: event.second,
    lateness: random.chance(LATE_SHARE) ? random.share() : 0,
    id: event.id ?? random.uuid(),
    region,
    action: event.action,
    actor: event.actor,
    eventType: event.eventType ?? event.actor.eventType,
    address: event.address ?? random.pick(event.actor.addresses),
    resources: event.resources ?? NO_RESOURCES,
    failure: event.failure,
    shape: event.shape ?? 'plain',
    subject: event.subject ?? '',
    seed: random.next(),
  };
}
