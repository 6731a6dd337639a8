/**
 * EMULATOR: a pretend ActionTrail on HTTP, for tests, demos and people without an account.
 * In: requests of any Alibaba Cloud SDK (V2 or V3 signatures), and faults through `/_emulator`.
 * Out: LookupEvents, the four delivery-job operations, DescribeTrails, DescribeRegions, on invented events.
 * May touch: Node only. Never: any other room, since shared parsing would hide shared mistakes.
 * Lost? If you know a GraphQL type or a word of `model`, you live elsewhere. Facts about the protocol live here.
 */
export type { EmulatorAccount } from './accounts.ts';
export type { Behaviour } from './behaviour.ts';
export { CANARY, CANARY_BASE64, DECOY } from './dataset/canary.ts';
export { type Emulator, startEmulator } from './emulator.ts';
export { type Fault, type FaultKind, faultKinds } from './faults.ts';
export { runEmulator } from './main.ts';
export type { EmulatorOptions } from './options.ts';
export type { OwnEvent } from './own-events.ts';
export type { CallRecord } from './recorder.ts';
