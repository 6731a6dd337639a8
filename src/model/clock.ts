/** Time as the rest of the code may know it. One real implementation lives in `src/system.ts`; tests hand in their own. */
export interface Clock {
  /** Wall time, epoch milliseconds. May step; use it for what people and ActionTrail see. */
  now(): number;
  /** Monotonic milliseconds since some fixed instant. Never steps; use it for deadlines and rates. */
  elapsed(): number;
  /** Resolves after `ms`; rejects at once with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
