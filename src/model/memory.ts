import { type Linked, openLinkedList } from './linked-list.ts';

/** What is kept, as much as there is room for; what was not asked for longest goes first. */
export interface Memory<Value, Key = string> {
  /** Also counts as being asked for. */
  get(key: Key): Value | undefined;
  /** Nothing is kept that alone would take more than a quarter of the room. `onGone` runs when it is given up. */
  set(key: Key, value: Value, size: number, onGone?: () => void): void;
  delete(key: Key): void;
}

interface Kept<Value, Key> extends Linked<Kept<Value, Key>> {
  readonly key: Key;
  readonly value: Value;
  readonly size: number;
  readonly onGone: () => void;
}

/** `room`: the most that sizes may add up to. Bytes as a rule; values, where each has the size 1. */
export function openMemory<Value, Key = string>(room: number): Memory<Value, Key> {
  const kept = new Map<Key, Kept<Value, Key>>();
  const order = openLinkedList<Kept<Value, Key>>();
  let taken = 0;
  const giveUp = (one: Kept<Value, Key>) => {
    kept.delete(one.key);
    order.remove(one);
    taken -= one.size;
    one.onGone();
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found !== undefined) order.moveToEnd(found);
      return found?.value;
    },
    set: (key, value, size, onGone = () => undefined) => {
      const former = kept.get(key);
      if (former !== undefined) giveUp(former);
      if (size > room / 4) return onGone();
      const one = { key, value, size, onGone, before: null, after: null };
      kept.set(key, one);
      order.add(one);
      taken += size;
      for (let first = order.first(); taken > room && first !== null; first = order.first()) giveUp(first);
    },
    delete: (key) => {
      const found = kept.get(key);
      if (found !== undefined) giveUp(found);
    },
  };
}
