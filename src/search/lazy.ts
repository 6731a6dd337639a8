/** Made when first asked for, and kept. */
export function lazy<Value extends object | string | null>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    if (made === undefined) made = make();
    return made;
  };
}
