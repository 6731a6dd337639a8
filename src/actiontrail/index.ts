/**
 * ACTIONTRAIL: the wire. I am the only one who has seen ActionTrail itself: its names, its signatures, its failures.
 * In: a look-up or a job number, with the call that waits for it. Out: frozen words of `model`, parsed and redacted, or
 * a `Fault`; nothing leaves me otherwise. Layers are `(next: ActionTrail) => ActionTrail`, joined in `gateway`:
 *   noted( split( remembered( coalesced( retried( breaker( authorised( quota( metered( wire )))))))))
 * May touch: sockets, credentials, @alicloud packages; what it remembers dies with it. Never: rights, several sources
 * at once.
 * Lost? If you merge sources or turn pages, you live in `search`; if you outlive the process, in `store`.
 */
export { authorised } from './authorised.ts';
export { breaker, type CircuitReport } from './breaker.ts';
export { endpointOf } from './client.ts';
export { coalesced } from './coalesced.ts';
export { mark } from './mark.ts';
export { metered } from './metered.ts';
export { createMonitor } from './monitor.ts';
export { noted } from './noted.ts';
export { openWire, type Wire, type WireOptions } from './open-wire.ts';
export { ownRate, quota } from './quota.ts';
export { remembered } from './remembered.ts';
export { retried } from './retried.ts';
export { split } from './split.ts';
