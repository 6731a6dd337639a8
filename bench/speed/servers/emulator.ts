import { startEmulator } from '../../../src/emulator/index.ts';

// The emulator in a process of its own, with no limit: what is measured is this side.
await startEmulator({
  callsPerSecond: Number.POSITIVE_INFINITY,
  rates: { GetDeliveryHistoryJob: 1e6, ListDeliveryHistoryJobs: 1e6 },
  events: 40_000,
  days: 30,
});
