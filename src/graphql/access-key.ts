import type { AccessKey } from '../model/event.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';

export const AuditAccessKey = builder.objectRef<AccessKey>('AuditAccessKey').implement({
  description: 'An access key by its id, which identifies the key and is not its secret.',
  interfaces: [Node],
  fields: (t) => ({
    accessKeyId: t.exposeString('accessKeyId', { nullable: false }),
    isTemporary: t.exposeBoolean('isTemporary', {
      nullable: false,
      description: 'True for STS and console session keys (`STS.…`, `TMP.…`).',
    }),
  }),
});
