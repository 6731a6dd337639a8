/** What a line has to know of one who waits. Read anew at each turn: a shared call can change hands meanwhile. */
export interface Waiting {
  readonly viewer: string;
  readonly isBackground: boolean;
}

/** How many turns each viewer has had, in rounds: a viewer is served in the first round that has a turn for them left. */
export interface Rounds {
  readonly current: number;
  /** The round that a viewer's next turn belongs to; those whose round has come are left out. */
  readonly next: ReadonlyMap<string, number>;
}

export const firstRound: Rounds = { current: 0, next: new Map() };

/**
 * Who is served next: interactive before background, then the viewer who is furthest behind (each viewer gets one turn a
 * round, newcomers join in the current one), then whoever came first. Null when nobody waits. `waiting` is in the order
 * of arrival.
 */
export function nextInTurn<One extends Waiting>(waiting: readonly One[], rounds: Rounds): One | null {
  let best: One | null = null;
  for (const one of waiting) {
    if (best === null || comesBefore(one, best, rounds)) best = one;
  }
  return best;
}

/** The rounds after a viewer has been served. Remembers nothing of those who are not ahead of the others. */
export function served({ viewer }: Waiting, rounds: Rounds): Rounds {
  const round = roundOf(viewer, rounds);
  const current = Math.max(rounds.current, round);
  const next = new Map([...rounds.next].filter(([, own]) => own > current));
  next.set(viewer, round + 1);
  return { current, next };
}

/** Everybody in the order in which they would be served if nobody else came. */
export function* inFairOrder<One extends Waiting>(
  waiting: readonly One[],
  rounds: Rounds,
): Generator<One, void, boolean> {
  let left = waiting;
  let state = rounds;
  for (let one = nextInTurn(left, state); one !== null; one = nextInTurn(left, state)) {
    const found = one;
    left = left.filter((other) => other !== found);
    const isServed = yield found;
    if (isServed) state = served(found, state);
  }
}

function comesBefore(one: Waiting, other: Waiting, rounds: Rounds): boolean {
  if (one.isBackground !== other.isBackground) return other.isBackground;
  return roundOf(one.viewer, rounds) < roundOf(other.viewer, rounds);
}

function roundOf(viewer: string, { current, next }: Rounds): number {
  return Math.max(current, next.get(viewer) ?? 0);
}
