import { expect, it } from 'vitest';
import { perObject } from '../../src/model/per-object.ts';

it('what is made of an object is made once, and tried again where it failed', () => {
  const made: object[] = [];
  const nameOf = perObject((holder: { name: string }) => {
    made.push(holder);
    if (holder.name === '') throw new Error('no name');
    return holder.name;
  });
  const [one, other, none] = [{ name: 'a' }, { name: 'a' }, { name: '' }];
  expect([nameOf(one), nameOf(other), nameOf(one)]).toEqual(['a', 'a', 'a']);
  for (let time = 0; time < 2; time += 1) expect(() => nameOf(none)).toThrow('no name');
  expect(made).toEqual([one, other, none, none]);
});
