import { hash } from 'node:crypto';

/** Nonces that were used. One is remembered for 30 to 60 minutes: at least as long as its date would be accepted. */
export interface Nonces {
  /** False if it was used before. */
  use(nonce: string): boolean;
}

const GENERATION_MS = 30 * 60_000;

/** Two sets that take turns: forgetting a whole generation costs nothing, however many calls there were. */
export function createNonces(now: () => number): Nonces {
  let recent = new Set<string>();
  let older = new Set<string>();
  let turnedAt = now();
  return {
    use: (nonce) => {
      // Its hash, because the nonce is a piece of the request, and a kept piece of a text keeps the whole text.
      const mark = hash('sha256', nonce, 'base64url');
      if (now() - turnedAt >= GENERATION_MS) {
        older = now() - turnedAt >= 2 * GENERATION_MS ? new Set() : recent;
        recent = new Set();
        turnedAt = now();
      }
      if (recent.has(mark) || older.has(mark)) return false;
      recent.add(mark);
      return true;
    },
  };
}
