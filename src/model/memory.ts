/** What is kept, as much as there is room for; what was not asked for longest goes first. */
export interface Memory<Value, Key = string> {
  /** Also counts as being asked for. */
  get(key: Key): Value | undefined;
  /** Nothing is kept that alone would take more than a quarter of the room. `onGone` runs when it is given up. */
  set(key: Key, value: Value, size: number, onGone?: () => void): void;
  delete(key: Key): void;
}

interface Kept<Value> {
  readonly value: Value;
  readonly size: number;
  readonly onGone: () => void;
}

/** `room`: the most that sizes may add up to. Bytes as a rule; values, where each has the size 1. */
export function openMemory<Value, Key = string>(room: number): Memory<Value, Key> {
  // A Map keeps the order of insertion: the first is the one that was not asked for longest.
  const kept = new Map<Key, Kept<Value>>();
  let taken = 0;
  const remove = (key: Key): Kept<Value> | undefined => {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    kept.delete(key);
    taken -= found.size;
    return found;
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, size, onGone = () => undefined) => {
      remove(key)?.onGone();
      if (size > room / 4) return onGone();
      kept.set(key, { value, size, onGone });
      taken += size;
      for (const oldest of kept.keys()) {
        if (taken <= room) break;
        remove(oldest)?.onGone();
      }
    },
    delete: (key) => {
      remove(key)?.onGone();
    },
  };
}
