export interface Linked<Self> {
  before: Self | null;
  after: Self | null;
}

/** Things in an order that changes all the time, linked to each other. */
export interface LinkedList<One> {
  first(): One | null;
  all(): readonly One[];
  add(one: One): void;
  /** Does nothing to what is not, or no more, in it. */
  remove(one: One): void;
  moveToEnd(one: One): void;
}

/**
 * No Map and no Set: what comes and goes makes them leave holes, and soon copies of themselves, of which those that
 * have grown old keep from being collected what they held (see the decisions).
 */
export function openLinkedList<One extends Linked<One>>(): LinkedList<One> {
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
    if (one.before === null && one !== first) return;
    if (one.before === null) first = one.after;
    else one.before.after = one.after;
    if (one.after === null) last = one.before;
    else one.after.before = one.before;
    one.before = null;
    one.after = null;
  };
  return {
    first: () => first,
    all: () => {
      const all: One[] = [];
      for (let one = first; one !== null; one = one.after) all.push(one);
      return all;
    },
    add,
    remove,
    moveToEnd: (one) => {
      if (one === last) return;
      remove(one);
      add(one);
    },
  };
}
