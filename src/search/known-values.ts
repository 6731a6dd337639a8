import type { AuditEvent } from '../model/event.ts';

/** The fields whose values come from a short list, so that a misspelling can be told. */
export type ListedField = 'serviceName' | 'eventType' | 'actorType';

/** The values of such fields, as ActionTrail writes them: shipped, and learned from events. */
export interface KnownValues {
  note(event: AuditEvent): void;
  /** The known value that has the same letters as this one; null where there is none, or where it is known itself. */
  meantBy(field: ListedField, value: string): string | null;
}

/** From Alibaba Cloud's documentation and samples. */
const shipped: Readonly<Record<ListedField, readonly string[]>> = {
  serviceName: [
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
  ],
  eventType: [
    'ApiCall',
    'ConsoleOperation',
    'ConsoleCall',
    'ConsoleSignin',
    'ConsoleSignout',
    'AliyunServiceEvent',
    'PasswordReset',
  ],
  actorType: [
    'root-account',
    'ram-user',
    'assumed-role',
    'saml-user',
    'oidc-user',
    'cloudsso-user',
    'system',
  ],
};

/** There are some hundreds of services; what goes beyond is not a list of values. */
const most = 2000;

export function createKnownValues(): KnownValues {
  const fields = {
    serviceName: createList(shipped.serviceName),
    eventType: createList(shipped.eventType),
    actorType: createList(shipped.actorType),
  };
  return {
    note({ serviceName, eventTypeRaw, actor }) {
      fields.serviceName.add(serviceName);
      fields.eventType.add(eventTypeRaw);
      fields.actorType.add(actor?.typeRaw ?? null);
    },
    meantBy: (field, value) => fields[field].meantBy(value),
  };
}

function createList(values: readonly string[]) {
  const known = new Set(values);
  const byLetters = new Map(values.map((value) => [lettersOf(value), value]));
  return {
    add(value: string | null) {
      if (value === null || known.has(value) || known.size >= most) return;
      known.add(value);
      byLetters.set(lettersOf(value), value);
    },
    meantBy: (value: string) => (known.has(value) ? null : (byLetters.get(lettersOf(value)) ?? null)),
  };
}

/** `API_CALL`, as answers call it, and `apicall` are both meant for `ApiCall`. */
function lettersOf(value: string): string {
  return value.toLowerCase().replaceAll(/[-_ ]/g, '');
}
