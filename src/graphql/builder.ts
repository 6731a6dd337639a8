import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { Fault } from '../model/fault.ts';
import { mayUse, type Scope } from '../model/grant.ts';
import type { Json } from '../model/json.ts';
import type { Context } from './context.ts';

/**
 * The one builder. Fields are nullable unless they say otherwise: what can cost an upstream call must be. Whatever stands
 * on Query, or leads from one thing to another, names the scopes it takes (`authScopes`); a value takes those of the field
 * that led to it. This is the second fence: the first is that nothing is read but what the grant of the call allows.
 */
export const builder = new SchemaBuilder<{
  Context: Context;
  /** `viewer`: whoever was let in. */
  AuthScopes: Record<Scope | 'viewer', boolean>;
  DefaultAuthStrategy: 'all';
  Scalars: {
    ID: { Input: string; Output: string };
    /** In: epoch milliseconds. Out: RFC 3339 text in UTC. */
    DateTime: { Input: number; Output: string };
    /** In: whole seconds. */
    Duration: { Input: number; Output: never };
    JSON: { Input: never; Output: Json };
  };
}>({
  plugins: [ScopeAuthPlugin, ComplexityPlugin],
  // Costs are computed before execution (`cost.ts`): no resolver is wrapped for them.
  complexity: { disabled: true },
  scopeAuth: {
    authScopes: ({ call: { grant } }) => ({
      'audit:read': mayUse(grant, 'audit:read'),
      'audit:raw': mayUse(grant, 'audit:raw'),
      'jobs:read': mayUse(grant, 'jobs:read'),
      introspect: mayUse(grant, 'introspect'),
      viewer: true,
    }),
    defaultStrategy: 'all',
    treatErrorsAsUnauthorized: true,
    authorizeOnSubscribe: true,
    unauthorizedError: notCovered,
  },
});

/** What takes any scope of reading: it tells nothing but of what may be read. */
export const anyReader = { $any: { 'audit:read': true, 'jobs:read': true } } as const;

/** The one answer to whoever lacks a scope. */
export function notCovered(): Fault {
  return new Fault('FORBIDDEN', 'Your rights do not cover this field. See `auditViewer { scopes }`.');
}

builder.queryType({});
