import { type ActorType, accessKeyOf, type EventActor } from '../model/event.ts';
import type { JsonObject } from './json.ts';
import { booleanOf, memberOf, textOf, timeOf, withLowerCamelKeys } from './raw.ts';

const actorTypes: ReadonlyMap<string, ActorType> = new Map([
  ['root-account', 'ROOT_ACCOUNT'],
  ['ram-user', 'RAM_USER'],
  ['assumed-role', 'ASSUMED_ROLE'],
  ['saml-user', 'SAML_USER'],
  ['oidc-user', 'OIDC_USER'],
  ['cloudsso-user', 'CLOUD_SSO_USER'],
  ['system', 'SYSTEM'],
]);

/** Who did it: `userIdentity`, and what sign-ins and role sessions record elsewhere. Null when the event names nobody. */
export function parseActor(event: JsonObject): EventActor | null {
  const identity = withLowerCamelKeys(event.userIdentity);
  if (Object.keys(identity).length === 0) return null;
  const session = withLowerCamelKeys(identity.sessionContext);
  // Events of 2015 wrote `sessionAttributes`.
  const attributes = withLowerCamelKeys(session.attributes ?? session.sessionAttributes);
  const typeRaw = textOf(identity.type);
  const type = typeRaw === null ? 'OTHER' : (actorTypes.get(typeRaw) ?? 'OTHER');
  const accessKeyId = textOf(identity.accessKeyId);
  const role = type === 'ASSUMED_ROLE' ? parseRoleSession(identity, session) : noRole;
  return Object.freeze({
    type,
    typeRaw,
    accountId: textOf(identity.accountId),
    principalId: textOf(identity.principalId),
    userName: textOf(identity.userName),
    roleName: role.roleName,
    sessionName: role.sessionName,
    sessionCreatedAt: timeOf(attributes.creationDate),
    isMfaAuthenticated: booleanOf(attributes.mfaAuthenticated) ?? mfaOfSignIn(event),
    callerAccountId: textOf(memberOf(event.requestParameters, 'stsTokenPlayerUid')),
    accessKey: accessKeyId === null ? null : accessKeyOf(accessKeyId),
  });
}

const noRole = { roleName: null, sessionName: null };

/** `userName` is `role:session`, `principalId` is `roleId:session`. A session's name may contain colons, a role's may not. */
function parseRoleSession(
  identity: JsonObject,
  session: JsonObject,
): Pick<EventActor, 'roleName' | 'sessionName'> {
  const [roleName, sessionName] = splitAtColon(textOf(identity.userName));
  return {
    roleName: roleName ?? textOf(identity.roleName),
    sessionName: sessionName ?? textOf(session.sessionName) ?? splitAtColon(textOf(identity.principalId))[1],
  };
}

function splitAtColon(text: string | null): readonly [string | null, string | null] {
  const at = text?.indexOf(':') ?? -1;
  if (text === null || at === -1) return [text, null];
  return [textOf(text.slice(0, at)), textOf(text.slice(at + 1))];
}

/** A console sign-in has no session yet; it records beside the identity whether MFA was asked for. */
function mfaOfSignIn(event: JsonObject): boolean | null {
  const { additionalEventData: data } = event;
  return booleanOf(memberOf(data, 'mfaChecked')) ?? booleanOf(memberOf(data, 'isMFAChecked'));
}
