import type { Json } from './json.ts';
import type { Source } from './source.ts';

export type EventType =
  | 'API_CALL'
  | 'CONSOLE_OPERATION'
  | 'CONSOLE_SIGNIN'
  | 'CONSOLE_SIGNOUT'
  | 'ALIYUN_SERVICE_EVENT'
  | 'PASSWORD_RESET'
  | 'OTHER';
export type EventAccess = 'READ' | 'WRITE' | 'OTHER';
export type EventOutcome = 'SUCCESS' | 'FAILURE';
export type ActorType =
  | 'ROOT_ACCOUNT'
  | 'RAM_USER'
  | 'ASSUMED_ROLE'
  | 'SAML_USER'
  | 'OIDC_USER'
  | 'CLOUD_SSO_USER'
  | 'SYSTEM'
  | 'OTHER';

/** One management event, parsed and redacted at the border, frozen. Absent values are null. */
export interface AuditEvent {
  /** Global id: account, region (none for a global event), second and event id. */
  readonly id: string;
  /** Where it stands in time, epoch seconds. Of an event without a time: its neighbour's, see `actiontrail`. */
  readonly second: number;
  /**
   * ActionTrail's id. Where it is missing, longer than 128 characters or not well-formed Unicode (never seen): `digest-`
   * and a hash, of the content or of that id, by which ActionTrail cannot be asked.
   */
  readonly eventId: string;
  readonly eventName: string | null;
  /** A number or a string upstream; always a string here. */
  readonly eventVersion: string | null;
  readonly eventCategory: string | null;
  /** RFC 3339 in UTC. Null only where ActionTrail gave none. */
  readonly eventTime: string | null;
  readonly eventType: EventType | null;
  readonly eventTypeRaw: string | null;
  readonly access: EventAccess | null;
  readonly accessRaw: string | null;
  readonly outcome: EventOutcome;
  readonly error: EventError | null;
  readonly isSensitive: boolean;
  readonly isGlobal: boolean;
  readonly serviceName: string | null;
  readonly apiVersion: string | null;
  readonly eventSource: string | null;
  readonly region: string | null;
  readonly requestId: string | null;
  readonly recipientAccountId: string | null;
  readonly actor: EventActor | null;
  readonly sourceIpAddress: string | null;
  readonly userAgent: string | null;
  readonly vpcId: string | null;
  readonly resources: readonly EventResource[];
  readonly requestParameters: Json;
  readonly responseElements: Json;
  readonly additionalEventData: Json;
  readonly eventAttributes: Json;
  /** RFC 6901 pointers to what was masked; inside a JSON string the pointer goes on after `#`. */
  readonly redactions: readonly string[];
  readonly seenIn: readonly Source[];
  /**
   * The whole event as it left the border: secrets masked, names in lower camel case, before anything was hidden from one
   * viewer. Put together when it is asked for.
   */
  readonly raw: () => Json;
}

/** A failure is told by its code; a message alone (ConsoleSignin's "success") is none. */
export interface EventError {
  readonly code: string;
  readonly message: string | null;
}

export interface EventActor {
  readonly type: ActorType;
  readonly typeRaw: string | null;
  readonly accountId: string | null;
  readonly principalId: string | null;
  readonly userName: string | null;
  readonly roleName: string | null;
  readonly sessionName: string | null;
  readonly sessionCreatedAt: string | null;
  readonly isMfaAuthenticated: boolean | null;
  readonly callerAccountId: string | null;
  readonly accessKey: AccessKey | null;
}

export interface AccessKey {
  readonly accessKeyId: string;
  /** True for STS and console session keys (`STS.…`, `TMP.…`). */
  readonly isTemporary: boolean;
}

/** A resource as an event names it. */
export interface EventResource {
  /** Account the event belongs to. */
  readonly accountId: string | null;
  readonly type: string | null;
  readonly name: string;
}

/** What its id tells of an access key. */
export function accessKeyOf(accessKeyId: string): AccessKey {
  return Object.freeze({ accessKeyId, isTemporary: /^(?:STS|TMP)\./.test(accessKeyId) });
}
