import type { JsonObject } from '../json-text.ts';
import type { Random } from '../random.ts';

/** One kind of thing that can be done to a service: the unchanging half of an event. */
export interface Action {
  /** Product code in ActionTrail's own spelling, such as `Ecs`, `Actiontrail` or `AasSub`. */
  readonly service: string;
  /** Host of `eventSource`; `{region}` stands for the event's region. */
  readonly host: string;
  readonly version: string;
  readonly name: string;
  readonly rw: 'Read' | 'Write';
  readonly isGlobal: boolean;
  readonly isSensitive: boolean;
  readonly resourceType: string | undefined;
  /** Adds what only this action says. Runs when the event is written, not when it is placed. */
  readonly details: Details | undefined;
}

export type Details = (row: EventRow, random: Random) => EventDetails;

export interface EventDetails {
  readonly requestParameters?: JsonObject;
  readonly responseElements?: JsonObject;
  readonly additionalEventData?: JsonObject;
}

/** Who acts. `userName` of a role session is `roleName:sessionName`. */
export interface Actor {
  readonly accountId: string;
  readonly type: string;
  readonly principalId: string | undefined;
  readonly userName: string;
  readonly roleName: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Undefined where there is no session, as with a long-lived access key. */
  readonly mfa: boolean | undefined;
  readonly addresses: readonly string[];
  readonly userAgent: string | undefined;
  readonly eventType: 'ApiCall' | 'ConsoleOperation' | 'AliyunServiceEvent';
}

export interface ResourceRef {
  readonly type: string;
  readonly id: string;
}

export interface Failure {
  readonly code: string;
  /** Undefined where the failure is told by the code alone. */
  readonly message: string | undefined;
}

/** The forms an event can take; all but `plain` are seen in published samples. See `odd-shapes.ts`. */
export type Shape =
  | 'plain'
  | 'bare'
  | 'upper-camel'
  | 'version-text'
  | 'console-call'
  | 'legacy-session'
  | 'resource-list'
  | 'bare-resource-types'
  | 'empty-texts'
  | 'big-numbers'
  | 'parameter-text'
  | 'expanded';

/**
 * An event before it is written: all that filters and order look at, and a seed for the rest. Rows are small and
 * share their parts, so that a scan over months can make and drop them by the ten thousand.
 */
export interface EventRow {
  /** When it happened, in epoch seconds. */
  readonly second: number;
  /** 0 arrives on time; 1 arrives as late as events ever do. */
  readonly lateness: number;
  readonly id: string;
  readonly region: string;
  readonly action: Action;
  readonly actor: Actor;
  readonly eventType: string;
  readonly address: string;
  readonly resources: readonly ResourceRef[];
  readonly failure: Failure | undefined;
  readonly shape: Shape;
  /** One text the details hang on: who signs in, which key a role session got. */
  readonly subject: string;
  readonly seed: number;
}
