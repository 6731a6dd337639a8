import { userOf } from '../model/entity.ts';
import type { ActorType, EventActor } from '../model/event.ts';
import { AuditAccessKey } from './access-key.ts';
import { builder } from './builder.ts';
import { AuditUser } from './user.ts';

const AuditActorType = builder.enumType('AuditActorType', {
  description: 'Kinds of callers. OTHER: see the raw value.',
  values: [
    'ROOT_ACCOUNT',
    'RAM_USER',
    'ASSUMED_ROLE',
    'SAML_USER',
    'OIDC_USER',
    'CLOUD_SSO_USER',
    'SYSTEM',
    'OTHER',
  ] as const satisfies readonly ActorType[],
});

export const AuditActor = builder.objectRef<EventActor>('AuditActor').implement({
  description:
    'Who did it, as this event says. A value of the event, not an entity: the same user has MFA in one and not in another.',
  fields: (t) => ({
    type: t.expose('type', { type: AuditActorType, nullable: false }),
    typeRaw: t.exposeString('typeRaw', { description: 'As recorded, for example `assumed-role`.' }),
    accountId: t.exposeString('accountId', {
      description: 'Account the caller belongs to; for a role session, the role’s.',
    }),
    principalId: t.exposeString('principalId', {
      description: 'As recorded; for a role session `roleId:session`.',
    }),
    userName: t.exposeString('userName', {
      description: 'As recorded; for a role session `role:session`, split into `roleName` and `sessionName`.',
    }),
    roleName: t.exposeString('roleName', { description: 'Role sessions only.' }),
    sessionName: t.exposeString('sessionName', { description: 'Role sessions only.' }),
    sessionCreatedAt: t.field({
      type: 'DateTime',
      description: 'When the session began, where recorded.',
      resolve: ({ sessionCreatedAt }) => sessionCreatedAt,
    }),
    isMfaAuthenticated: t.exposeBoolean('isMfaAuthenticated', {
      description: 'Whether the caller had signed in with a second factor. Null where not recorded.',
    }),
    callerAccountId: t.exposeString('callerAccountId', {
      description: 'For a role session: the account that assumed it, where recorded.',
    }),
    user: t.field({
      type: AuditUser,
      description:
        'The same name in other events. Null where the event names nobody, or an account that is not read here.',
      resolve: (actor, _args, { sources }) => userOf(sources, actor),
    }),
    accessKey: t.expose('accessKey', { type: AuditAccessKey, description: 'Null for calls without a key.' }),
  }),
});
