import type { Call, Tally } from '../../model/call.ts';
import { type Lasting, lasts } from '../../model/lasting.ts';
import { openMemory } from '../../model/memory.ts';
import type { OpenCall } from '../call.ts';

/** Whole answers that would be given again, byte for byte. `asking`: a question with a grant, always the same object. */
export interface KeptAnswers {
  /** Null where there is none, or none any more. What it hands out is counted as if it had been read again. */
  recall(asking: object, call: OpenCall): Buffer | null;
  /** `roots`: what the answer was written from. Keeps nothing of which one cannot tell how long it lasts. */
  keep(asking: object, call: Call, roots: readonly unknown[], body: string): void;
}

interface KeptAnswer {
  readonly body: Buffer;
  readonly tally: Tally;
  readonly lasting: readonly ((call: Call) => boolean)[];
}

/** Of an answer besides its body (measured, 2026-11-21). */
const bytesPerAnswer = 1000;

/** At most `maxBytes` of answers, which are shown to whoever has the same grant. */
export function openKeptAnswers(maxBytes: number): KeptAnswers {
  const answers = openMemory<KeptAnswer, object>(maxBytes);
  return {
    recall(asking, call) {
      const known = answers.get(asking);
      if (known === undefined) return null;
      if (!known.lasting.every((isStillSo) => isStillSo(call))) {
        answers.delete(asking);
        return null;
      }
      call.tally.repeat(known.tally);
      call.keptAnswer = known;
      return known.body;
    },
    keep(asking, { tally }, roots, body) {
      const lasting = roots.map(lastingOf).filter((one) => one !== undefined);
      if (lasting.length < roots.length || !tally.isOfMemory) return;
      const bytes = Buffer.from(body);
      answers.set(asking, { body: bytes, tally, lasting }, bytes.length + bytesPerAnswer);
    },
  };
}

function lastingOf(root: unknown) {
  return typeof root === 'object' && root !== null ? (root as Lasting)[lasts] : undefined;
}
