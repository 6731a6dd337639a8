import { resourceOf, userOf } from '../../model/entity.ts';
import { accessKeyOf } from '../../model/event.ts';
import { badUserInput } from '../../model/fault.ts';
import { type NodeType, partsOf } from '../../model/global-id.ts';
import { mayUse } from '../../model/grant.ts';
import { memberAt } from '../../model/json.ts';
import { notCovered } from '../builder.ts';
import type { Context } from '../context.ts';
import { deliveryJobByGlobalId } from '../delivery-job.ts';
import { nodeById } from '../nodes.ts';
import { auditableResource } from './auditable-resource.ts';

/** The fields of one key; the others are not there. */
type Key = Readonly<Record<KeyField, string>>;
type KeyField =
  | 'id'
  | 'accountId'
  | 'region'
  | 'userName'
  | 'accessKeyId'
  | 'type'
  | 'name'
  | 'acsAccountId'
  | 'acsType'
  | 'acsName';

/** Null for what does not exist. */
type Find = (key: Key, context: Context) => object | null | Promise<object | null>;

/** What neighbours may refer to: for each type its keys, and how each finds it. The print takes its `@key`s from here. */
export const entities = {
  AuditEvent: { id: ({ id }, { loaders }) => loaders.perEntity().event(id) },
  DeliveryJob: {
    id: ({ id }, { sources, loaders }) =>
      deliveryJobByGlobalId(id, { sources, loaders: loaders.perEntity() }),
  },
  AuditSource: {
    'accountId region': ({ accountId, region }, { sources }) =>
      sources.find((source) => source.accountId === accountId && source.region === region) ?? null,
    id: byId('AuditSource'),
  },
  AuditUser: {
    'accountId userName': (key, { sources }) => userOf(sources, key),
    id: byId('AuditUser'),
  },
  AuditAccessKey: {
    accessKeyId: ({ accessKeyId }) => (accessKeyId === '' ? null : accessKeyOf(accessKeyId)),
    id: byId('AuditAccessKey'),
  },
  AuditResource: {
    'accountId type name': (key, { sources }) => resourceOf(sources, key),
    id: byId('AuditResource'),
  },
  AuditableResource: {
    'acsAccountId acsType acsName': (key, { sources }) => auditableResource(sources, key),
  },
} satisfies Readonly<Record<string, Readonly<Record<string, Find>>>>;

/**
 * The entity that a router means, for who may read anything at all, like `node`. Throws FORBIDDEN for others, and
 * BAD_USER_INPUT for a type without keys and for a key that is not complete.
 */
export async function findEntity(representation: unknown, types: readonly string[], context: Context) {
  // The messages name neither types nor fields: whoever may read the schema finds them there.
  const { grant } = context.call;
  if (!mayUse(grant, 'audit:read') && !mayUse(grant, 'jobs:read')) throw notCovered();
  const type = textAt(representation, '__typename') ?? '';
  if (!types.includes(type)) {
    throw badUserInput('representations: expected a `__typename` that has a key in this subgraph.');
  }
  const keys: Readonly<Record<string, Find>> = entities[type as keyof typeof entities];
  for (const [key, find] of Object.entries(keys)) {
    const fields = key.split(' ').map((field) => [field, textAt(representation, field)] as const);
    if (fields.every(([, value]) => value !== null)) return find(Object.fromEntries(fields) as Key, context);
  }
  throw badUserInput('representations: expected a text for every field of one key of its type.');
}

function byId(type: NodeType): Find {
  return ({ id }, context) => {
    partsOf(type, id);
    return nodeById(id, context);
  };
}

function textAt(representation: unknown, field: string): string | null {
  const value = memberAt(representation, [field]);
  return typeof value === 'string' ? value : null;
}
