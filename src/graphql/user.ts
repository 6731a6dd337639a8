import type { User } from '../model/entity.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';

export const AuditUser = builder.objectRef<User>('AuditUser').implement({
  description:
    'Somebody in an account, by the name that ActionTrail records. ActionTrail keeps no list of users: any name in ' +
    'an account that is read here is one, with or without events. What one event says of its caller is `AuditActor`.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    accountId: t.exposeString('accountId', { nullable: false, description: 'Alibaba Cloud account id.' }),
    userName: t.exposeString('userName', {
      nullable: false,
      description:
        'As recorded: of a RAM user its name, of a role session `role:session`, of the account `root`.',
    }),
  }),
});
