import type { Run, Write } from './text.ts';

/**
 * Keeps what is written of an object with it, where that cannot change. `key`: everything else that makes the text.
 * `whole`: of an object of which nothing smaller is kept either.
 */
export function keeping(key: string, whole: Write, parts: Write): Write {
  // Objects of one type are made alike: one that can change speaks for all.
  let mayKeep = true;
  return (source, run) => {
    if (run === null || run.kept === null) return whole(source, run);
    if (!mayKeep || typeof source !== 'object' || source === null) return parts(source, run);
    const known = run.kept.get(key, source);
    if (known !== undefined) return known;
    mayKeep = isConstant(source);
    if (!mayKeep) return parts(source, run);
    const text = whole(source, null);
    if (typeof text === 'string') run.kept.set(key, source, flat(text));
    return text;
  };
}

/**
 * A list that is frozen is one that is met again (`EventConnection.edges`). Its text is put together from those that
 * are kept with its objects: other lists may have some of them.
 */
export function keepingList(itemKey: string, write: Write): Write {
  const key = `[${itemKey}]`;
  return (list, run) => {
    if (run === null || run.kept === null || !Object.isFrozen(list)) return write(list, run);
    const known = run.kept.get(key, list as object);
    if (known !== undefined) return known;
    const text = write(list, nobodys(run));
    if (typeof text === 'string') run.kept.set(key, list as object, flat(text));
    return text;
  };
}

function nobodys({ kept }: Run): Run {
  return { context: null, variables: {}, kept, roots: [] };
}

/** Data that is frozen all the way down. A function that is frozen says of itself that it always gives the same. */
function isConstant(value: unknown): boolean {
  if (typeof value === 'function') return Object.isFrozen(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isConstant);
}

/** The same text in one piece: the engine keeps a sum of texts as a tree of its parts until somebody looks into it. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
