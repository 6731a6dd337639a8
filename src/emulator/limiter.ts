/** Counts calls in a sliding second: at no moment do the last 1000 ms hold more accepted calls than the limit. */
export interface Limiter {
  /** True if the call is within the limit; only then is it counted. */
  accept(key: string, callsPerSecond: number): boolean;
}

const WINDOW_MS = 1000;

export function createLimiter(now: () => number): Limiter {
  const accepted = new Map<string, number[]>();
  return {
    accept: (key, callsPerSecond) => {
      if (callsPerSecond === Infinity) return true;
      const time = now();
      // A clock that was set back must not block a caller for as long as it was set back.
      const recent = (accepted.get(key) ?? []).filter((at) => time - at < WINDOW_MS && at <= time);
      const isWithin = recent.length < callsPerSecond;
      if (isWithin) recent.push(time);
      accepted.set(key, recent);
      return isWithin;
    },
  };
}
