import type { LookUpField } from './action-trail.ts';

/** Exactly one operator; the others are absent or null. */
export interface StringMatch {
  readonly eq?: string | null | undefined;
  readonly in?: readonly string[] | null | undefined;
  readonly notIn?: readonly string[] | null | undefined;
  readonly startsWith?: string | null | undefined;
  readonly contains?: string | null | undefined;
  readonly exists?: boolean | null | undefined;
}

/** Exactly one operator. CIDR blocks of either family. */
export interface IpMatch {
  readonly eq?: string | null | undefined;
  readonly in?: readonly string[] | null | undefined;
  readonly cidr?: string | null | undefined;
  readonly notCidr?: string | null | undefined;
}

/** The fields that hold texts and are matched as texts. */
export type TextField =
  | Exclude<LookUpField, 'access' | 'isSensitive' | 'sourceIpAddress'>
  | 'sessionName'
  | 'principalId'
  | 'actorType'
  | 'accountId'
  | 'errorCode'
  | 'requestId'
  | 'userAgent';

/** Fields, `and`, `or` and `not` are ANDed; an absent or null field says nothing. */
export type EventFilter = {
  readonly [Field in TextField]?: StringMatch | null | undefined;
} & {
  readonly sourceIpAddress?: IpMatch | null | undefined;
  readonly access?: 'READ' | 'WRITE' | null | undefined;
  readonly isSensitive?: boolean | null | undefined;
  readonly isMfaAuthenticated?: boolean | null | undefined;
  readonly isGlobal?: boolean | null | undefined;
  readonly outcome?: 'SUCCESS' | 'FAILURE' | null | undefined;
  readonly and?: readonly EventFilter[] | null | undefined;
  readonly or?: readonly EventFilter[] | null | undefined;
  readonly not?: EventFilter | null | undefined;
};
