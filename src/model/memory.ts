/** What is kept, as much as there is room for; what was not asked for longest goes first. */
export interface Memory<Value, Key = string> {
  /** Also counts as being asked for. */
  get(key: Key): Value | undefined;
  /** Nothing is kept that alone would take more than a quarter of the room. `onGone` runs when it is given up. */
  set(key: Key, value: Value, size: number, onGone?: () => void): void;
  delete(key: Key): void;
}

interface Kept<Value, Key> {
  readonly key: Key;
  readonly value: Value;
  readonly size: number;
  readonly onGone: () => void;
  /** The one that was asked for next before this one, and next after it. */
  before: Kept<Value, Key> | null;
  after: Kept<Value, Key> | null;
}

/** `room`: the most that sizes may add up to. Bytes as a rule; values, where each has the size 1. */
export function openMemory<Value, Key = string>(room: number): Memory<Value, Key> {
  const kept = new Map<Key, Kept<Value, Key>>();
  const order = openOrder<Kept<Value, Key>>();
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

interface Linked<Self> {
  before: Self | null;
  after: Self | null;
}

/**
 * The order of a Map would do; but to move a key to its end, a Map leaves a hole, and soon a copy of itself, of which
 * those that have grown old keep the younger ones, and all that these hold, from being collected (2026-11-21: a fifth
 * of the garbage of a request).
 */
function openOrder<One extends Linked<One>>() {
  let first: One | null = null;
  let last: One | null = null;
  const add = (one: One) => {
    one.before = last;
    one.after = null;
    if (last === null) first = one;
    else last.after = one;
    last = one;
  };
  const remove = (one: One) => {
    if (one.before === null) first = one.after;
    else one.before.after = one.after;
    if (one.after === null) last = one.before;
    else one.after.before = one.before;
    one.before = null;
    one.after = null;
  };
  const moveToEnd = (one: One) => {
    if (one === last) return;
    remove(one);
    add(one);
  };
  return { first: () => first, add, remove, moveToEnd };
}
