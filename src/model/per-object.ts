/** `make`, memoized by identity: once for each object, kept as long as the object is. What it throws is not kept. */
export function perObject<Holder extends object, Made extends NonNullable<unknown>>(
  make: (holder: Holder) => Made,
): (holder: Holder) => Made {
  const known = new WeakMap<Holder, Made>();
  return (holder) => {
    const found = known.get(holder);
    if (found !== undefined) return found;
    const made = make(holder);
    known.set(holder, made);
    return made;
  };
}
