import type { Call } from './call.ts';

/**
 * On an object that a question was answered with: whether a call of the same grant would be answered with the like now.
 * As long as it says so, all that is read of the object is the same, but for what its fields' resolvers take from the
 * context, and what is told to one request (`field-facts.ts`). Left out: nobody knows.
 */
export const lasts = Symbol('lasts');

export interface Lasting {
  readonly [lasts]?: (call: Call) => boolean;
}
