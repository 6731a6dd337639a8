import { describe, expect, it, onTestFinished } from 'vitest';
import { bare, trailgraph, yoga } from '../../bench/speed/contestants.ts';
import { expectSameBytes, lineUp } from '../../bench/speed/lineup.ts';
import { inOrder, openStage } from '../../bench/speed/stage.ts';

/** Four processes are started, on one core. */
const patienceMs = 60_000;

describe('the benchmark', () => {
  it(
    'lets in who answers with the same bytes, and nobody else',
    async () => {
      const stage = await openStage();
      onTestFinished(stage.close);
      const forger = { ...bare, name: 'forger', path: () => `/${stage.questions.job.place}` };
      const { ready, absent } = await lineUp(stage, [bare, trailgraph, yoga, forger]);
      expect(ready.map(({ contestant }) => contestant)).toEqual([bare, trailgraph, yoga]);
      expect(absent.map(({ reason }) => reason)).toEqual([
        expect.stringMatching(/^forger answers differently/),
      ]);
      for (const one of ready.slice(0, 2)) {
        await one.started.whileRunning(async () => {
          for (const question of inOrder(stage.questions)) await expectSameBytes(one, question);
        });
      }
    },
    patienceMs,
  );
});
