import type { Call } from '../model/call.ts';
import { Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import { withOwnTally } from '../model/part-of-call.ts';

/** Lets a question through that may start so many look-ups. */
export type Admit = <T>(lookUps: number, ask: (call: Call) => Promise<T>) => Promise<T>;

interface Waiting {
  readonly lookUps: number;
  admit(): void;
  refuse(): void;
}

/**
 * A neighbour's list of rows is a question per row. They are let through in their order while the look-ups that they
 * may start fit under the cap; each then pays for what it did start, so that what memory holds is free. Who can never
 * fit any more is refused with LIMIT_EXCEEDED before it starts anything.
 */
export function createAdmission(call: Call, most: number = limits.maxEntityLookUps): Admit {
  const waiting: Waiting[] = [];
  let left = most;
  let running = 0;

  function next(): void {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const fits = first.lookUps <= left;
      if (!fits && running > 0) return;
      waiting.shift();
      if (!fits) {
        first.refuse();
        continue;
      }
      left -= first.lookUps;
      running += 1;
      first.admit();
    }
  }

  return async (lookUps, ask) => {
    // What is larger than the cap may have all of it.
    const reserved = Math.min(lookUps, most);
    await new Promise<void>((admit, reject) => {
      waiting.push({ lookUps: reserved, admit, refuse: () => reject(tooMany(most)) });
      next();
    });
    const own = withOwnTally(call);
    try {
      return await ask(own);
    } finally {
      running -= 1;
      left += reserved - own.tally.upstreamCalls;
      next();
    }
  };
}

function tooMany(most: number): Fault {
  return new Fault(
    'LIMIT_EXCEEDED',
    `All ${most} look-ups that one operation may start through entities (auditLimits.maxEntityLookUps) were needed for ` +
      'those before this one. Ask for fewer of them at a time, or name `sources`: each source is a look-up.',
  );
}
