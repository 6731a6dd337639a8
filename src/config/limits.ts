import type { RequestLimits } from '../model/limits.ts';
import { integer, section } from './values.ts';

/** What one request may ask for. */
export const limitsSection = section({
  bodyBytes: integer(1024, 16 * 1024 * 1024).default(64 * 1024),
  tokens: integer(100, 100_000).default(2000),
  depth: integer(4, 100).default(12),
  aliases: integer(0, 10_000).default(50),
  rootFields: integer(1, 1000).default(20),
  directives: integer(0, 10_000).default(20),
  validationErrors: integer(1, 100).default(5),
  pageSize: integer(50, 1000).default(200),
  cost: integer(100, 100_000_000).default(100_000),
}).transform(
  (read): RequestLimits => ({
    maxBodyBytes: read.bodyBytes,
    maxTokens: read.tokens,
    maxDepth: read.depth,
    maxAliases: read.aliases,
    maxRootFields: read.rootFields,
    maxDirectives: read.directives,
    maxValidationErrors: read.validationErrors,
    maxPageSize: read.pageSize,
    maxCost: read.cost,
  }),
);
