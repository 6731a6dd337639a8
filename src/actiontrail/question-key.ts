import type { EventLookUp } from '../model/action-trail.ts';
import type { Source } from '../model/source.ts';

/**
 * What is asked of whom. The name of the account stands for its credentials: each configured name has one set of them,
 * for as long as the process lives, and what they may see is part of the answer.
 */
export function sourceKey({ account, accountId, region }: Source): string {
  return JSON.stringify([account, accountId, region]);
}

/** The list of events that a look-up reads a part of: the same source, conditions and order. */
export function listKey({ source, order, conditions }: EventLookUp): string {
  return JSON.stringify([sourceKey(source), order, conditions.map(({ field, value }) => [field, value])]);
}

/** Everything that makes the answer of one look-up. */
export function lookUpKey(lookUp: EventLookUp): string {
  const { window, from } = lookUp;
  const start = from && [from.window.start, from.window.end, from.token, from.second];
  return JSON.stringify([listKey(lookUp), window.start, window.end, start]);
}
