import { describeTenantMixing } from '../support/tenant-mixing.ts';

describeTenantMixing(100_000);
