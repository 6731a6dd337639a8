import { inject } from 'vitest';
import type { ExecutionSettings } from '../../src/model/execution.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** True where a suite runs with nothing but graphql-yoga: the project `plain`. */
    isPlain: boolean;
  }
}

export const fast: ExecutionSettings = {
  isPrepared: true,
  keptBytes: 16 * 1024 * 1024,
  keptPageBytes: 16 * 1024 * 1024,
  keptAnswerBytes: 16 * 1024 * 1024,
};
export const plain: ExecutionSettings = {
  isPrepared: false,
  keptBytes: 0,
  keptPageBytes: 0,
  keptAnswerBytes: 0,
};

/** What a suite is run with: everything on, in the project `plain` everything off. */
export const execution: ExecutionSettings = inject('isPlain') ? plain : fast;
