// THE WIRE. I am the only one who has seen ActionTrail itself: its names, its signatures, its ways of failing.
// In: a look-up or a job number, with the call that waits for it. Out: frozen, parsed, redacted words of `model`, or a
// `Fault`. I may touch sockets and @alicloud packages. Never: caches, rights, several pages at once, GraphQL.
// Nothing leaves me unparsed or unredacted. Layers are `(next: ActionTrail) => ActionTrail`, joined in `main`:
//   split()(authorised(…)(quota(…)(metered(…)(wire.actionTrail))))
// Lost? If you merge sources or turn pages, you live in `search`; if you outlive the process, in `store`.
export { authorised } from './authorised.ts';
export { mark } from './mark.ts';
export { metered } from './metered.ts';
export { openWire, type Wire, type WireOptions } from './open-wire.ts';
export { quota } from './quota.ts';
export { split } from './split.ts';
