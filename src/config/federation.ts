import { z } from 'zod';
import { Environmental } from './tree.ts';
import { section, truth } from './values.ts';

export interface FederationConfig {
  /** Whether `_service` and `_entities` are answered. */
  readonly enabled: boolean;
  /** Whether `AuditableResource` is part of the subgraph. */
  readonly auditableResource: boolean;
}

/** A map, or the word that would stand in it as `enabled`. */
export const federationSection = z.preprocess(
  (input) =>
    typeof input === 'boolean' || input instanceof Environmental ? { enabled: input } : (input ?? undefined),
  section({ enabled: truth().default(false), auditableResource: truth().default(false) }).refine(
    ({ enabled, auditableResource }) => enabled || !auditableResource,
    { path: ['enabled'], error: 'true where `auditableResource` is' },
  ),
);
