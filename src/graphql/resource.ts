import { type Resource, resourceOf } from '../model/entity.ts';
import type { EventResource } from '../model/event.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';

const typeDescription = '`ACS::ECS::Instance` and so on; old events use bare names.';

export const AuditResource = builder.objectRef<Resource>('AuditResource').implement({
  description:
    'A cloud resource, by the type and name that events name it with. ActionTrail keeps no list of resources: any ' +
    'name in an account that is read here is one, with or without events.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    accountId: t.exposeString('accountId', { nullable: false, description: 'Alibaba Cloud account id.' }),
    type: t.exposeString('type', { nullable: false, description: typeDescription }),
    name: t.exposeString('name', { nullable: false, description: 'Id or name of the resource.' }),
  }),
});

export const AuditEventResource = builder.objectRef<EventResource>('AuditEventResource').implement({
  description: 'A resource as one event names it.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', { description: 'Account the event belongs to.' }),
    type: t.exposeString('type', { description: `${typeDescription} Null when the event names none.` }),
    name: t.exposeString('name', { nullable: false, description: 'Id or name of the resource.' }),
    resource: t.field({
      type: AuditResource,
      description: 'The same resource in other events. Null where account or type are not known.',
      resolve: (resource, _args, { sources }) => resourceOf(sources, resource),
    }),
  }),
});
