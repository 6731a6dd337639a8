// RIGHTS: what one viewer may see of what everybody shares.
// In: look-ups and jobs as they are remembered, the same for all. Out: only what the grant of the call allows, with its
// redaction applied.
// May touch: the ActionTrail port, as the outermost layer; frozen events, of which it makes views. Never: who somebody
// is, memory of calls, an event that it was not asked for.
// Lost? If you check a token, you live in `server`; if you mask a secret, in `actiontrail`.
export { granted } from './granted.ts';
