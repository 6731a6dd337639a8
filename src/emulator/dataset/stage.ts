import { hashOf, Random } from '../random.ts';
import { globalServices, regionalServices, type Service } from './actions.ts';
import type { Cast } from './cast.ts';
import type { ResourceRef } from './row.ts';

/** Where stories are told: one account in one region, or the account's global events. Lasts as long as the emulator. */
export interface Stage {
  readonly seed: string;
  readonly accountId: string;
  /** For global events, the region whose name they carry. */
  readonly region: string;
  readonly isGlobal: boolean;
  readonly cast: Cast;
  readonly services: readonly Service[];
  /** The mean number of events in an hour. */
  readonly eventsPerHour: number;
  /** Resources that exist all the time, by service code. */
  readonly standing: ReadonlyMap<string, readonly ResourceRef[]>;
}

const RESOURCES_PER_SERVICE = 24;

export function stageOf(fields: Omit<Stage, 'services' | 'standing'>): Stage {
  const services = fields.isGlobal ? globalServices : regionalServices;
  const standing = new Map(services.map((service) => [service.code, standingOf(fields, service)]));
  return { ...fields, services, standing };
}

/** A service, the much used ones more often. */
export function pickService(stage: Stage, random: Random): Service {
  const total = stage.services.reduce((sum, service) => sum + service.weight, 0);
  let left = random.share() * total;
  for (const service of stage.services) {
    left -= service.weight;
    if (left < 0) return service;
  }
  return random.pick(stage.services);
}

/** A resource of the service that exists all the time; the first ones are the busiest. */
export function pickStanding(stage: Stage, service: Service, random: Random): ResourceRef {
  const all = stage.standing.get(service.code) ?? [];
  const skewed = Math.floor(random.share() * random.share() * all.length);
  return all[skewed] ?? random.pick(all);
}

function standingOf(stage: Omit<Stage, 'services' | 'standing'>, service: Service): readonly ResourceRef[] {
  const place = hashOf(stage.accountId, stage.region);
  const random = new Random(hashOf(stage.seed, 'standing', service.code), place);
  return Array.from({ length: RESOURCES_PER_SERVICE }, () => ({
    type: service.resourceType,
    id: service.idPrefix + random.text(16, 'abcdefghijklmnopqrstuvwxyz0123456789'),
  }));
}
