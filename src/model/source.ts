import { badUserInput } from './fault.ts';

/** One account in one region: what a single ActionTrail endpoint answers for. */
export interface Source {
  /** Global id. */
  readonly id: string;
  /** Name of the account in the configuration. */
  readonly account: string;
  readonly accountId: string;
  readonly region: string;
  /** True for the built-in emulator: its events are invented. */
  readonly isEmulated: boolean;
}

/** Which source a client means. Without a region: the account's first configured one. */
export interface SourceRef {
  readonly account: string;
  readonly region?: string | null | undefined;
}

/** Some sources: one account and some or all of its regions; no account means every account that has the regions. */
export interface SourceSelector {
  readonly account?: string | null | undefined;
  readonly regions?: readonly string[] | null | undefined;
}

/** The sources that a client selected, in the order of the configuration. Throws BAD_USER_INPUT for unknown names. */
export function selectSources(
  sources: readonly Source[],
  selectors: readonly SourceSelector[] | null,
): readonly Source[] {
  if (selectors === null) return sources;
  const selected = new Set(selectors.flatMap((selector) => selectedBy(sources, selector)));
  return sources.filter((source) => selected.has(source));
}

function selectedBy(sources: readonly Source[], { account, regions }: SourceSelector): readonly Source[] {
  if (account == null) {
    for (const region of regions ?? []) {
      if (!sources.some((source) => source.region === region)) {
        throw badUserInput(`Unknown region ${quote(region)}. Known: ${list(sources.map((s) => s.region))}.`);
      }
    }
    return sources.filter((source) => regions == null || regions.includes(source.region));
  }
  if (regions == null) {
    const { accountId } = findSource(sources, { account });
    return sources.filter((source) => source.accountId === accountId);
  }
  return regions.map((region) => findSource(sources, { account, region }));
}

/** The same selectors within one account. Throws BAD_USER_INPUT for one that names another. */
export function selectorsWithin(
  account: string,
  selectors: readonly SourceSelector[] | null,
): readonly SourceSelector[] {
  const foreign = selectors?.find((selector) => selector.account != null && selector.account !== account);
  if (foreign !== undefined) {
    throw badUserInput(
      `sources: expected sources of the account ${quote(account)}, to which this belongs, got ${quote(foreign.account ?? '')}.`,
    );
  }
  return (selectors ?? [{}]).map(({ regions }) => ({ account, regions: regions ?? null }));
}

/** The one source that a client named. Throws BAD_USER_INPUT with the names that work. */
export function findSource(sources: readonly Source[], ref: SourceRef): Source {
  const ofAccount = sources.filter((source) => source.account === ref.account);
  if (ofAccount.length === 0) {
    throw badUserInput(
      `Unknown account ${quote(ref.account)}. Known: ${list(sources.map((s) => s.account))}.`,
    );
  }
  const found = ofAccount.find((source) => ref.region == null || source.region === ref.region);
  if (found === undefined) {
    throw badUserInput(
      `Account ${quote(ref.account)} has no region ${quote(ref.region ?? '')}. It has: ${list(ofAccount.map((s) => s.region))}.`,
    );
  }
  return found;
}

/** The only account's first source, or BAD_USER_INPUT when several accounts are configured. */
export function onlyAccount(sources: readonly Source[]): Source {
  const [first, ...rest] = sources;
  if (first === undefined) throw badUserInput('No source is configured.');
  if (rest.some((source) => source.account !== first.account)) {
    throw badUserInput(
      `Several accounts are configured: name one with \`source: { account: … }\`. Known: ${list(sources.map((s) => s.account))}.`,
    );
  }
  return first;
}

function list(names: readonly string[]): string {
  return [...new Set(names)].map(quote).join(', ');
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
