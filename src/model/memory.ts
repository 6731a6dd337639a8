/** What is kept, up to a number of bytes; what was not asked for longest goes first. */
export interface Memory<Value> {
  /** Also counts as being asked for. */
  get(key: string): Value | undefined;
  /** Nothing is kept that alone would take more than a quarter of the room. `onGone` runs when it is given up. */
  set(key: string, value: Value, bytes: number, onGone?: () => void): void;
  delete(key: string): void;
  readonly bytes: number;
}

interface Kept<Value> {
  readonly value: Value;
  readonly bytes: number;
  readonly onGone: () => void;
}

export function openMemory<Value>(maxBytes: number): Memory<Value> {
  // A Map keeps the order of insertion: the first is the one that was not asked for longest.
  const kept = new Map<string, Kept<Value>>();
  let bytes = 0;
  const remove = (key: string): Kept<Value> | undefined => {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    kept.delete(key);
    bytes -= found.bytes;
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
      if (size > maxBytes / 4) return onGone();
      kept.set(key, { value, bytes: size, onGone });
      bytes += size;
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest)?.onGone();
      }
    },
    delete: (key) => {
      remove(key)?.onGone();
    },
    get bytes() {
      return bytes;
    },
  };
}
