import { limitsSection } from '../../src/config/limits.ts';
import type { RequestLimits } from '../../src/model/limits.ts';

/** What a configuration without the section `limits` has. */
export const defaultLimits: RequestLimits = limitsSection.parse({});
