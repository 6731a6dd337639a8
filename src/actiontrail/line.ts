import { firstRound, inFairOrder, nextInTurn, served, type Waiting } from './fair-order.ts';

/** What a turn costs and when the next one comes: milliseconds on the monotonic clock. */
export interface Turns {
  readonly nextTurn: number;
  readonly intervalMs: number;
  /** How long a call takes at the least. */
  readonly callMs: number;
}

/** What one who waits can expect if nobody else comes. */
export interface Prospect<One> {
  readonly one: One;
  /** When the turn would come. */
  readonly turn: number;
  /** The call could not be over before its deadline. Such a one takes no turn from those behind. */
  readonly isHopeless: boolean;
}

export interface InLine extends Waiting {
  /** On the monotonic clock, milliseconds. Read anew each time, like the rest. */
  readonly deadline: number;
}

/** Those who wait, in the order they came, served in fair order. Knows neither clock nor promises. */
export interface Line<One extends InLine> {
  readonly length: number;
  has(one: One): boolean;
  countOf(viewer: string): number;
  join(one: One): void;
  /** False when it had left before. */
  leave(one: One): boolean;
  /** The next in turn, who then has left the line and had a turn. Null when nobody waits. */
  take(): One | null;
  /** Everybody, in the order in which they would be served. */
  forecast(turns: Turns): Prospect<One>[];
}

export function openLine<One extends InLine>(): Line<One> {
  let waiting: readonly One[] = [];
  let rounds = firstRound;
  const leave = (one: One): boolean => {
    const before = waiting.length;
    waiting = waiting.filter((other) => other !== one);
    return waiting.length < before;
  };
  return {
    get length() {
      return waiting.length;
    },
    has: (one) => waiting.includes(one),
    countOf: (asked) => waiting.filter(({ viewer }) => viewer === asked).length,
    join: (one) => {
      waiting = [...waiting, one];
    },
    leave,
    take: () => {
      const one = nextInTurn(waiting, rounds);
      if (one === null) return null;
      leave(one);
      rounds = served(one, rounds);
      return one;
    },
    forecast: ({ nextTurn, intervalMs, callMs }) => {
      const prospects: Prospect<One>[] = [];
      let turn = nextTurn;
      const order = inFairOrder(waiting, rounds);
      for (let step = order.next(); step.done !== true; ) {
        const isHopeless = turn + callMs >= step.value.deadline;
        prospects.push({ one: step.value, turn, isHopeless });
        if (!isHopeless) turn += intervalMs;
        step = order.next(!isHopeless);
      }
      return prospects;
    },
  };
}
