import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLine } from '../../src/actiontrail/line.ts';

interface One {
  readonly name: string;
  readonly viewer: string;
  readonly isBackground: boolean;
  readonly deadline: number;
}

/** `ann`: interactive; `ann*`: in the background. */
function one(name: string): One {
  const [viewer = ''] = name.split('*');
  return { name, viewer, isBackground: name.endsWith('*'), deadline: Number.POSITIVE_INFINITY };
}

/** Who is served in which order when all of them wait from the start. */
function servedInOrder(names: readonly string[]): string[] {
  const line = openLine<One>();
  for (const name of names) line.join(one(name));
  return names.map(() => line.take()?.name ?? 'nobody');
}

describe('the line', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one viewer in the order of arrival', ['a', 'a', 'a'], ['a', 'a', 'a']],
    ['viewers in turns, whoever came first', ['a', 'a', 'a', 'b', 'b', 'c'], ['a', 'b', 'c', 'a', 'b', 'a']],
    ['interactive calls before the background', ['a*', 'b*', 'a', 'b'], ['a', 'b', 'a*', 'b*']],
    ['the background in turns as well', ['a*', 'a*', 'b*'], ['a*', 'b*', 'a*']],
  ])('serves %s', (_, names, order) => {
    expect(servedInOrder(names)).toEqual(order);
  });

  it('serves a newcomer within one round, and no viewer twice before', () => {
    const line = openLine<One>();
    for (const name of ['a', 'a', 'a', 'b', 'b']) line.join(one(name));
    expect([line.take()?.name, line.take()?.name, line.take()?.name]).toEqual(['a', 'b', 'a']);
    line.join(one('new'));
    expect([line.take()?.name, line.take()?.name, line.take()?.name]).toEqual(['b', 'new', 'a']);
  });

  it('gives nobody credit for having been away', () => {
    const line = openLine<One>();
    for (let turn = 0; turn < 20; turn += 1) {
      line.join(one('busy'));
      line.take();
    }
    for (const name of ['busy', 'busy', 'idle', 'idle']) line.join(one(name));
    expect([1, 2, 3, 4].map(() => line.take()?.name)).toEqual(['idle', 'busy', 'idle', 'busy']);
  });

  it('foresees exactly what it will do', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'a*', 'b*'), { maxLength: 30 });
    fc.assert(
      fc.property(names, names, (before, waiting) => {
        const line = openLine<One>();
        for (const name of before) line.join(one(name));
        for (const _ of before) line.take();
        for (const name of waiting) line.join(one(name));
        const foreseen = line.forecast({ nextTurn: 0, intervalMs: 1, callMs: 0 }).map((it) => it.one.name);
        expect(waiting.map(() => line.take()?.name)).toEqual(foreseen);
      }),
    );
  });

  it('never lets two viewers who wait throughout drift more than one turn apart', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(names, (arrivals) => {
        const order = servedInOrder([
          ...arrivals,
          ...Array<string>(60).fill('a'),
          ...Array<string>(60).fill('b'),
        ]);
        const upTo = order.slice(0, 100);
        for (let length = 1; length <= upTo.length; length += 1) {
          const had = (viewer: string) => upTo.slice(0, length).filter((name) => name === viewer).length;
          expect(Math.abs(had('a') - had('b'))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });
});
