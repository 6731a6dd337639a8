import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asking, harmless } from './support/attack.ts';
import { expectAnswer, expectNoLeak, expectSoundLine } from './support/check.ts';
import { startTarget } from './support/target.ts';
import { classes, elsewhere } from './tables/index.ts';

const politely = asking('a polite question', '{ auditLimits { maxDepth } }', harmless);

describe('attacks', async () => {
  const target = await startTarget();
  const { known, secrets } = target;

  describe.each(classes)('$number: $name', ({ attacks }) => {
    it.each(attacks)('$name: $status $code', async (attack) => {
      const answer = await target.send(attack.bytes(known));
      const lines = target.newLines();
      expectAnswer(answer, attack);
      lines.forEach(expectSoundLine);
      expectNoLeak([answer.head, answer.body, ...lines].join('\n'), secrets);
      expect(await target.send(politely.bytes(known))).toMatchObject({ status: 200 });
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  });
});

describe('the list of attacks', () => {
  it('has at least 300 payloads, and no name twice in a class', () => {
    const names = classes.flatMap(({ number, attacks }) => attacks.map(({ name }) => `${number} ${name}`));
    expect(names.length).toBeGreaterThanOrEqual(300);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('covers the 44 classes', () => {
    const covered = new Set([...classes.map(({ number }) => number), ...Object.keys(elsewhere).map(Number)]);
    const missing = Array.from({ length: 44 }, (_, index) => index + 1).filter((one) => !covered.has(one));
    expect(missing).toEqual([]);
  });

  it.each(Object.values(elsewhere).flat())('is answered in %s', (file) => {
    expect(existsSync(join(import.meta.dirname, '../..', file))).toBe(true);
  });
});
