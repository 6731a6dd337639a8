import { describe, expect, it } from 'vitest';
import { openKeptTexts } from '../../src/server/execution/kept-texts.ts';

describe('kept texts', () => {
  it('belong to an object and a selection', () => {
    const kept = openKeptTexts(1e6);
    const [one, other] = [{}, {}];
    kept.set('name', one, 'a');
    expect([kept.get('name', one), kept.get('name', other), kept.get('age', one)]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
  });

  it('give way when there is no more room, those first that nobody asks for', () => {
    const kept = openKeptTexts(40_000);
    const objects = Array.from({ length: 30 }, () => ({}));
    for (const object of objects) {
      kept.set('s', object, 'x'.repeat(1000));
      kept.get('s', objects[0] ?? {});
    }
    const known = objects.map((object) => kept.get('s', object) !== undefined);
    expect([known.at(0), known.at(1), known.at(-1)]).toEqual([true, false, true]);
    expect(known.filter((is) => is).length).toBeLessThan(20);
  });

  it('are not kept where one would take most of the room', () => {
    const kept = openKeptTexts(10_000);
    const object = {};
    kept.set('s', object, 'x'.repeat(1000));
    expect(kept.get('s', object)).toBeUndefined();
  });
});
