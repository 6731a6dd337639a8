import type { Clock } from '../model/clock.ts';

const windowMs = 10_000;
const share = 0.1;

/** How often an account may be asked again: in any ten seconds a tenth of what was asked in them, and once more. */
export interface RetryBudget {
  /** Something was asked for the first time. */
  asked(): void;
  /** Takes one retry out of the budget; false when it is used up. */
  take(): boolean;
}

export function openRetryBudget(clock: Clock): RetryBudget {
  let askedSoFar = 0;
  /** The last retries, with what had been asked when they were taken. */
  let taken: readonly { readonly at: number; readonly askedBefore: number }[] = [];
  return {
    asked: () => {
      askedSoFar += 1;
    },
    take: () => {
      const now = clock.elapsed();
      taken = taken.filter(({ at }) => at > now - windowMs);
      // Every stretch that begins with an earlier retry and ends with this one has to hold enough that was asked.
      const isCovered = taken.every(
        ({ askedBefore }, index) => taken.length - index <= share * (askedSoFar - askedBefore),
      );
      if (isCovered) taken = [...taken, { at: now, askedBefore: askedSoFar }];
      return isCovered;
    },
  };
}
