import type { Json } from '../model/json.ts';
import type { JsonObject } from './json.ts';
import { bareCopy, redactJson } from './redact.ts';

/** What is told of every event as it is, and is no place for secrets. */
const plain: ReadonlySet<string> = new Set([
  'eventId',
  'eventName',
  'eventVersion',
  'eventCategory',
  'eventTime',
  'eventType',
  'eventRW',
  'serviceName',
  'apiVersion',
  'eventSource',
  'acsRegion',
  'requestId',
  'recipientAccountId',
  'sourceIpAddress',
  'vpcId',
  'isGlobal',
]);
const longestPlain = 128;

/**
 * The whole event without secrets, with all that we have no name for. What was redacted already (`content`, by name) is
 * shared, and most texts are those of the event: it takes no more room than it would as a text.
 */
export function rawEvent(event: JsonObject, content: Readonly<Record<string, Json>>): () => Json {
  // A copy of all of it is the fastest to make; below, whatever is not known to be harmless is replaced.
  const whole = bareCopy(event);
  const others = bareCopy({});
  for (const key of Object.keys(event)) {
    const value = event[key];
    if (plain.has(key) && isShort(value)) continue;
    if (Object.hasOwn(content, key)) whole[key] = content[key] ?? null;
    else others[key] = value;
  }
  // Where something was masked in them is told of what is shown by name, not here.
  const redacted = redactJson(others, '', []) as JsonObject;
  // A name may have been masked, too.
  for (const key of Object.keys(others)) {
    if (!Object.hasOwn(redacted, key)) delete whole[key];
  }
  Object.assign(whole, redacted);
  return constantly(Object.freeze(whole as Record<string, Json>));
}

/**
 * On its own, so that it holds on to nothing else: above, the event with its secrets is still in sight. Frozen like the
 * event of which it is a part: what it gives is always the same.
 */
function constantly(whole: Json): () => Json {
  return Object.freeze(() => whole);
}

function isShort(value: unknown): value is Json {
  if (typeof value === 'string') return value.length <= longestPlain && value.isWellFormed();
  return typeof value === 'number' || typeof value === 'boolean' || value === null;
}
