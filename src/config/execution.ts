import type { ExecutionSettings } from '../model/execution.ts';
import { integer, section, truth } from './values.ts';

/** How operations are executed: every part can be switched off. */
export const executionSection = section({
  prepared: truth().default(true),
  keptMebibytes: integer(0, 1024).default(16),
  keptPageMebibytes: integer(0, 1024).default(16),
  keptAnswerMebibytes: integer(0, 1024).default(16),
}).transform(
  (read): ExecutionSettings => ({
    isPrepared: read.prepared,
    keptBytes: read.keptMebibytes * 1024 * 1024,
    keptPageBytes: read.keptPageMebibytes * 1024 * 1024,
    keptAnswerBytes: read.keptAnswerMebibytes * 1024 * 1024,
  }),
);
