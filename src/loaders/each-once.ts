import DataLoader from 'dataloader';

/** ActionTrail answers one key a call, so a batch is a set of calls: what is gained is that each is made once. */
export function eachOnce<Key, Value>(load: (key: Key) => Promise<Value>, name: (key: Key) => string) {
  return new DataLoader<Key, Value, string>(
    async (keys) => {
      const settled = await Promise.allSettled(keys.map(async (key) => load(key)));
      return settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
    },
    { cacheKeyFn: name },
  );
}
