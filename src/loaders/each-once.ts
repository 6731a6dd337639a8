import DataLoader from 'dataloader';

/** ActionTrail answers one key a call, so a batch is a set of calls: what is gained is that each is made once. */
export function eachOnce<Key, Value>(load: (key: Key) => Promise<Value>, name: (key: Key) => string) {
  // Made when first asked for: an operation asks few of the loaders that there are.
  let loader: DataLoader<Key, Value, string> | undefined;
  const loadAll = async (keys: readonly Key[]) => {
    const settled = await Promise.allSettled(keys.map(async (key) => load(key)));
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
  };
  return {
    load: (key: Key): Promise<Value> => {
      loader ??= new DataLoader<Key, Value, string>(loadAll, { cacheKeyFn: name });
      return loader.load(key);
    },
  };
}
