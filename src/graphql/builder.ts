import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type { Json } from '../model/json.ts';
import type { Context } from './context.ts';

/** The one builder. Fields are nullable unless they say otherwise: what can cost an upstream call must be. */
export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    /** In: epoch milliseconds. Out: RFC 3339 text in UTC. */
    DateTime: { Input: number; Output: string };
    /** In: whole seconds. */
    Duration: { Input: number; Output: never };
    JSON: { Input: never; Output: Json };
  };
}>({
  plugins: [ComplexityPlugin],
  // Costs are computed before execution (`cost.ts`): no resolver is wrapped for them.
  complexity: { disabled: true },
});

builder.queryType({});
