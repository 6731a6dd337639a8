import type { AuditEvent } from '../model/event.ts';
import { type Json, memberAt } from '../model/json.ts';

/**
 * Of an event without what ActionTrail told of it; of an object or list, of each of its members, of a text, of a number
 * with a fraction. Names of members repeat from event to event; where an object has more than `usual`, somebody made
 * them up, and each is a text of its own, and takes a place in what V8 knows of objects.
 */
const bytes = { event: 1500, holder: 40, member: 8, text: 24, fraction: 20, usual: 32, madeUp: 100 };

/**
 * Bytes of memory that parsed events take, about: the emulator's take 3.1 KB each, and are told as 3.4 (2026-11-21). Told
 * by looking at what is there, since writing it as JSON only to count characters takes six times as long. Callers shape
 * events: what they can make large must not be told as small.
 */
export function bytesOf(events: readonly AuditEvent[]): number {
  return events.reduce((sum, event) => {
    const raw = event.raw();
    // Elsewhere all texts of an event are those of `raw`; parameters that came as JSON in a text are not.
    const parsed = memberAt(raw, ['requestParameters']) === undefined ? event.requestParameters : null;
    return sum + bytes.event + bytesOfJson(raw) + bytesOfJson(parsed);
  }, 0);
}

/** What takes two bytes for each character. */
const wide = /[\u0100-\uffff]/;

function bytesOfJson(value: Json | undefined): number {
  if (typeof value === 'string') return bytes.text + (wide.test(value) ? 2 : 1) * value.length;
  if (typeof value === 'number') return Number.isInteger(value) ? 0 : bytes.fraction;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = bytes.holder;
  let count = 0;
  const isList = Array.isArray(value);
  const members = value as { readonly [key: string]: Json };
  for (const name in members) {
    count += 1;
    sum += bytes.member + bytesOfJson(members[name]);
    if (count > bytes.usual && !isList) sum += bytes.madeUp + name.length;
  }
  return sum;
}
