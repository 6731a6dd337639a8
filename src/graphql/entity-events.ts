import { partOfAccessKey, partOfResource, partOfUser, scopeWithin } from '../model/entity.ts';
import { AuditAccessKey } from './access-key.ts';
import { builder } from './builder.ts';
import { calls, pageOfEntity } from './cost.ts';
import { AuditEvent } from './event.ts';
import { AuditEventConnection } from './event-connection.ts';
import { eventArguments, questionOf } from './events.ts';
import { AuditResource } from './resource.ts';
import { AuditUser } from './user.ts';

const description = (which: string) =>
  `${which} Same arguments and costs as \`Query.events\`: your \`filter\` is ANDed, nothing is hidden by default. ` +
  'LIMIT_EXCEEDED beyond `auditLimits.maxEntityLookUps` of one operation, UPSTREAM_BUSY where there was no time for it.';

builder.objectField(AuditUser, 'events', (t) =>
  t.field({
    authScopes: { 'audit:read': true },
    type: AuditEventConnection,
    description: description('What this user did. Default: every source of the account, one look-up each.'),
    args: eventArguments,
    complexity: pageOfEntity,
    resolve: (user, args, { loaders, sources }) =>
      loaders.perEntity().events(scopeWithin(questionOf(args), partOfUser(user), sources)),
  }),
);

builder.objectField(AuditAccessKey, 'events', (t) =>
  t.field({
    authScopes: { 'audit:read': true },
    type: AuditEventConnection,
    description: description('What was done with this key. Default: every source, one look-up each.'),
    args: eventArguments,
    complexity: pageOfEntity,
    resolve: (key, args, { loaders, sources }) =>
      loaders.perEntity().events(scopeWithin(questionOf(args), partOfAccessKey(key), sources)),
  }),
);

builder.objectFields(AuditResource, (t) => ({
  events: t.field({
    authScopes: { 'audit:read': true },
    type: AuditEventConnection,
    description: description(
      'What happened to this resource. Default: every source of the account, one look-up each.',
    ),
    args: eventArguments,
    complexity: pageOfEntity,
    resolve: (resource, args, { loaders, sources }) =>
      loaders.perEntity().events(scopeWithin(questionOf(args), partOfResource(resource), sources)),
  }),
  lastChange: t.field({
    authScopes: { 'audit:read': true },
    type: AuditEvent,
    description:
      'The newest event recorded as Write, within all that ActionTrail keeps; null where there is none. One look-up ' +
      'for each source of the account, or of `sources`, and further ones where the newest 50 events are reads.',
    args: { sources: eventArguments.sources },
    complexity: calls(1),
    resolve: (resource, args, { loaders, sources }) =>
      loaders
        .perEntity()
        .newestEvent(
          scopeWithin(
            { sources: args.sources ?? null, filter: { access: 'WRITE' } },
            partOfResource(resource),
            sources,
          ),
        ),
  }),
}));
