import type { EventResource } from '../model/event.ts';
import { builder } from './builder.ts';

export const AuditResource = builder.objectRef<EventResource>('AuditResource').implement({
  description: 'A resource that an event names.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', { description: 'Account the event belongs to.' }),
    type: t.exposeString('type', {
      description:
        '`ACS::ECS::Instance` and so on; old events use bare names. Null when the event names none.',
    }),
    name: t.exposeString('name', { nullable: false, description: 'Id or name of the resource.' }),
  }),
});
