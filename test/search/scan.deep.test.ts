import { describeScanProperties } from '../support/scan-properties.ts';

describeScanProperties(40);
