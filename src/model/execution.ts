/** How operations are executed. Answers are the same either way: each part can be switched off to see what it brings. */
export interface ExecutionSettings {
  /** Queries without errors are written straight to JSON; false: graphql-yoga executes everything. */
  readonly isPrepared: boolean;
  /** So many bytes of JSON are kept with the events that they were written for; 0 keeps none. */
  readonly keptBytes: number;
  /** So many bytes of whole pages of settled events, with their cursors, are kept; 0 keeps none. */
  readonly keptPageBytes: number;
  /** So many bytes of whole answers from memory are kept, for whoever has the same grant; 0 keeps none. */
  readonly keptAnswerBytes: number;
}
