import type { Redaction } from './redaction.ts';
import type { Source } from './source.ts';

/** What a viewer may do at all: read events, see them as they left the border, read jobs, read the schema. */
export type Scope = 'audit:read' | 'audit:raw' | 'jobs:read' | 'introspect';

export const allScopes: readonly Scope[] = ['audit:read', 'audit:raw', 'jobs:read', 'introspect'];

/**
 * What one viewer may see: the sources, events and jobs that all of its parts allow. Null leaves a part open. Made by
 * `grantOf`, frozen, and the same object for everybody who has it: what is learned from events is kept by grant.
 */
export interface Grant {
  /** Names of accounts in the configuration. */
  readonly accounts: readonly string[] | null;
  readonly regions: readonly string[] | null;
  /** Of events, as ActionTrail writes them: `Ecs`. An event without a service belongs to none. */
  readonly services: readonly string[] | null;
  /** How old an event may be, seconds. */
  readonly pastSeconds: number | null;
  readonly scopes: readonly Scope[];
  /** What is hidden in the events that may be seen. */
  readonly redaction: Redaction | null;
}

/** Who asks, how that was proved, and what may be seen. */
export interface Viewer {
  /** `anonymous`, `key:` and a client, or the issuer of a token and its subject. Unique; not secret. */
  readonly subject: string;
  readonly provedBy: 'nothing' | 'key' | 'token';
  readonly grant: Grant;
}

const open: Grant = {
  accounts: null,
  regions: null,
  services: null,
  pastSeconds: null,
  scopes: allScopes,
  redaction: null,
};

/** A grant of everything but what is said here. */
export function grantOf(limits: Partial<Grant> = {}): Grant {
  return Object.freeze({ ...open, ...limits });
}

/** Everything: of the demo, and of tests. */
export const openGrant: Grant = grantOf();

/** Nothing: of a call before it is known who asks. */
export const closedGrant: Grant = grantOf({ accounts: [], regions: [], services: [], scopes: [] });

/** Nobody in particular. */
export function anonymousWith(grant: Grant): Viewer {
  return Object.freeze({ subject: 'anonymous', provedBy: 'nothing', grant });
}

export function mayUse(grant: Grant, scope: Scope): boolean {
  return grant.scopes.includes(scope);
}

/** Whether a source exists for this viewer. */
export function maySee({ accounts, regions }: Grant, { account, region }: Source): boolean {
  return (accounts?.includes(account) ?? true) && (regions?.includes(region) ?? true);
}

/** The sources that exist for this viewer; the same list where that is all of them. */
export function visibleSources(grant: Grant, sources: readonly Source[]): readonly Source[] {
  const visible = sources.filter((source) => maySee(grant, source));
  return visible.length === sources.length ? sources : visible;
}
