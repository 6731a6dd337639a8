import type { AuditEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import { tokensOf } from '../model/json-pointer.ts';
import { hiddenMark } from '../model/redaction.ts';

/**
 * A frozen copy without the value at a pointer, which has to be one that `canHide` allows; the event itself where there
 * is nothing. In JSON a mark takes its place, elsewhere null or an empty list.
 */
export function hide(event: AuditEvent, pointer: string): AuditEvent {
  const hidden = without(event as unknown as Json, tokensOf(pointer), 0) as unknown as AuditEvent;
  if (hidden === event) return event;
  const redactions = event.redactions.includes(pointer) ? event.redactions : [...event.redactions, pointer];
  return Object.freeze({ ...hidden, redactions: Object.freeze(redactions) });
}

/** Members of an event whose content is JSON, in which a mark can stand for anything. */
const isJson: ReadonlySet<string> = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'eventAttributes',
]);

function without(value: Json, tokens: readonly string[], depth: number): Json {
  const token = tokens[depth];
  if (token === undefined) return blank(value, isJson.has(tokens[0] ?? ''));
  if (value === null || typeof value !== 'object') return value;
  const members = value as { readonly [key: string]: Json };
  const member = Object.hasOwn(value, token) ? members[token] : undefined;
  if (member === undefined || member === null) return value;
  const changed = without(member, tokens, depth + 1);
  return changed === member ? value : Object.freeze(replaced(value, token, changed));
}

function replaced(value: object, token: string, member: Json): Json {
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === token ? member : item));
  // With the prototype that it has, an empty one: `__proto__` is a key like any other.
  return Object.assign(Object.create(Object.getPrototypeOf(value)), value, { [token]: member });
}

function blank(value: Json, isInJson: boolean): Json {
  if (isInJson) return hiddenMark;
  return Array.isArray(value) ? Object.freeze([]) : null;
}
