import type { EventActor, EventResource } from './event.ts';
import type { EventFilter } from './filter.ts';
import { globalId } from './global-id.ts';
import type { EventScope } from './question.ts';
import { type Source, selectorsWithin } from './source.ts';

// What others know by a name of their own, and what events say of it. ActionTrail keeps no list of these: whatever can
// be named in an account that is read exists here, with or without events.

/** Somebody in an account, under the name that ActionTrail records; for a role session `role:session`. */
export interface User {
  /** Global id. */
  readonly id: string;
  readonly accountId: string;
  readonly userName: string;
}

/** A cloud resource of an account. */
export interface Resource {
  /** Global id. */
  readonly id: string;
  readonly accountId: string;
  readonly type: string;
  readonly name: string;
}

/** Null without a name that can be written, and where the account is not among the sources. */
export function userOf(
  sources: readonly Source[],
  { accountId, userName }: Pick<EventActor, 'accountId' | 'userName'>,
): User | null {
  if (accountId === null || !isWritable(userName) || accountNameOf(sources, accountId) === null) return null;
  return { id: globalId('AuditUser', accountId, userName), accountId, userName };
}

/** Null without a type or name that can be written, and where the account is not among the sources. */
export function resourceOf(
  sources: readonly Source[],
  { accountId, type, name }: EventResource,
): Resource | null {
  if (
    accountId === null ||
    !isWritable(type) ||
    !isWritable(name) ||
    accountNameOf(sources, accountId) === null
  )
    return null;
  return { id: globalId('AuditResource', accountId, type, name), accountId, type, name };
}

/** Of which events a thing takes part in: their filter, and the one account they stand in; null: any. */
export interface Part {
  readonly filter: EventFilter;
  readonly accountId: string | null;
}

export function partOfUser({ accountId, userName }: User): Part {
  return { accountId, filter: { userName: { eq: userName } } };
}

export function partOfAccessKey({ accessKeyId }: { readonly accessKeyId: string }): Part {
  return { accountId: null, filter: { accessKeyId: { eq: accessKeyId } } };
}

export function partOfResource({ accountId, type, name }: Resource): Part {
  return { accountId, filter: { resourceType: { eq: type }, resourceName: { eq: name } } };
}

/** The same question about the events that something takes part in. Throws BAD_USER_INPUT for foreign sources. */
export function scopeWithin<Scope extends Omit<EventScope, 'window'>>(
  scope: Scope,
  part: Part,
  sources: readonly Source[],
): Scope {
  const account = part.accountId === null ? null : accountNameOf(sources, part.accountId);
  return {
    ...scope,
    filter: { ...scope.filter, and: [...(scope.filter.and ?? []), part.filter] },
    ...(account !== null && { sources: selectorsWithin(account, scope.sources) }),
  };
}

function accountNameOf(sources: readonly Source[], accountId: string): string | null {
  return sources.find((source) => source.accountId === accountId)?.account ?? null;
}

/** Half a surrogate pair cannot be asked for, and would not come back out of an id. */
function isWritable(text: string | null): text is string {
  return text !== null && text !== '' && text.isWellFormed();
}
