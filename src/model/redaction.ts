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
