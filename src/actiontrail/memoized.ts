/** Names and texts repeat in every event, but callers make some up: bounded in number and length. */
const most = 10_000;
const longest = 200;

/** A function that remembers what it gave. Of what `isKept` refuses, nothing is held. */
export function memoized<Value>(
  compute: (text: string) => Value,
  isKept: (value: Value) => boolean = () => true,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (text.length > longest || !isKept(value)) return value;
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}
