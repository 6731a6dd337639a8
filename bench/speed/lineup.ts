import { ask, firstDifference } from './client.ts';
import { type Contestant, requestOf } from './contestants.ts';
import type { Question, Stage } from './stage.ts';
import type { Started } from './started.ts';

export interface Ready {
  readonly contestant: Contestant;
  readonly started: Started;
}

export interface Absent {
  readonly contestant: Contestant;
  /** Why it is not measured. */
  readonly reason: string;
}

/**
 * Starts everyone, each to stand still until it is its turn, and lets in who answers the question with Trailgraph's
 * bytes. Nobody is left out in silence.
 */
export async function lineUp(
  stage: Stage,
  contestants: readonly Contestant[],
): Promise<{ readonly ready: readonly Ready[]; readonly absent: readonly Absent[] }> {
  const ready: Ready[] = [];
  const absent: Absent[] = [];
  for (const contestant of contestants) {
    try {
      const started = await contestant.start(stage);
      // Compilers come in at the second or third time.
      await started.whileRunning(async () => {
        for (let nth = 0; nth < 3; nth += 1) {
          await expectSameBytes({ contestant, started }, stage.questions.page);
        }
      });
      ready.push({ contestant, started });
    } catch (error) {
      absent.push({ contestant, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { ready, absent };
}

/** Throws where the answer differs in one byte. */
export async function expectSameBytes({ contestant, started }: Ready, question: Question): Promise<void> {
  const body = await ask(started.port, requestOf(contestant, question));
  if (body.equals(question.answer)) return;
  throw new Error(`${contestant.name} answers differently: ${firstDifference(body, question.answer)}`);
}
