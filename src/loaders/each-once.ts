import DataLoader from 'dataloader';

/** As soon as whoever asks has done so: to wait for others would gain nothing. */
const batchScheduleFn = queueMicrotask;

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
      loader ??= new DataLoader<Key, Value, string>(loadAll, { cacheKeyFn: name, batchScheduleFn });
      return loader.load(key);
    },
  };
}
