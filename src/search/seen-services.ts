import type { AuditEvent } from '../model/event.ts';

/** The service names known so far, in their own case: shipped, and learned from events. */
export interface SeenServices {
  note(event: AuditEvent): void;
  /** The known name that differs from this one only in case; null where there is none, or where it is known itself. */
  meantBy(name: string): string | null;
}

/** Product codes from Alibaba Cloud's documentation and samples. */
const shipped = [
  'AasCustomer',
  'AasSub',
  'Actiontrail',
  'Cdn',
  'Cen',
  'CloudSSO',
  'Ecs',
  'Ims',
  'Kms',
  'Oss',
  'Ram',
  'Rds',
  'RealtimeCompute',
  'ResourceManager',
  'Slb',
  'Sts',
  'Vpc',
];

/** There are some hundreds of services; what goes beyond is not a list of services. */
const most = 2000;

export function createSeenServices(): SeenServices {
  const names = new Set(shipped);
  const byLowerCase = new Map(shipped.map((name) => [name.toLowerCase(), name]));
  return {
    note({ serviceName }) {
      if (serviceName === null || names.has(serviceName) || names.size >= most) return;
      names.add(serviceName);
      byLowerCase.set(serviceName.toLowerCase(), serviceName);
    },
    meantBy: (name) => (names.has(name) ? null : (byLowerCase.get(name.toLowerCase()) ?? null)),
  };
}
