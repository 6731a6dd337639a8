/** One value to hide. */
export interface RedactionRule {
  /** Only in events of this service, or with this name; null: in all. */
  readonly service: string | null;
  readonly event: string | null;
  /** RFC 6901, into the event as this gateway shows it: `/actor/userName`, `/requestParameters/MobilePhone`. */
  readonly pointer: string;
}

/** What a level hides. Frozen, and one object for each level. */
export interface Redaction {
  readonly level: string;
  readonly rules: readonly RedactionRule[];
}

/** What stands in JSON in the place of what a viewer may not see. */
export const hiddenMark = '[HIDDEN]';

/**
 * What can be hidden, and the filters that would tell of it. Not what an event is found and counted by: its time, place,
 * service, name, type and outcome. A pointer may go on below the last four.
 */
const hideable: Readonly<Record<string, readonly string[]>> = {
  '/actor': [
    'userName',
    'roleName',
    'sessionName',
    'principalId',
    'actorType',
    'accountId',
    'accessKeyId',
    'isMfaAuthenticated',
  ],
  '/actor/userName': ['userName'],
  '/actor/roleName': ['roleName'],
  '/actor/sessionName': ['sessionName'],
  '/actor/principalId': ['principalId'],
  '/actor/accountId': ['accountId'],
  '/actor/callerAccountId': [],
  '/actor/accessKey': ['accessKeyId'],
  '/sourceIpAddress': ['sourceIpAddress'],
  '/userAgent': ['userAgent'],
  '/vpcId': [],
  '/requestId': ['requestId'],
  '/error/message': [],
  '/resources': ['resourceType', 'resourceName'],
  '/requestParameters': [],
  '/responseElements': [],
  '/additionalEventData': [],
  '/eventAttributes': [],
};
const open = ['/requestParameters', '/responseElements', '/additionalEventData', '/eventAttributes'];

export const hideablePointers: readonly string[] = Object.keys(hideable);

export function canHide(pointer: string): boolean {
  return Object.hasOwn(hideable, pointer) || open.some((member) => pointer.startsWith(`${member}/`));
}

/** Fields of a filter that ActionTrail must not be asked to match: it would answer by what is hidden. */
export function filtersHiddenBy({ rules }: Redaction): ReadonlySet<string> {
  return new Set(rules.flatMap(({ pointer }) => hideable[pointer] ?? []));
}
