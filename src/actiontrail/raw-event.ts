import type { Json } from '../model/json.ts';
import { type JsonObject, parseJson } from './json.ts';
import { redactJson } from './redact.ts';

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
 * The whole event without secrets, with all that we have no name for, put together when somebody asks. What was redacted
 * already (`content`, by name) is shared; the rest is kept as a text, which takes a fraction of the room of an object.
 */
export function rawEvent(event: JsonObject, content: Readonly<Record<string, Json>>): () => Json {
  const known: Record<string, unknown> = {};
  const others: Record<string, unknown> = Object.create(null);
  const shared: (string | Json)[] = [];
  for (const key of Object.keys(event)) {
    if (Object.hasOwn(content, key)) shared.push(key, content[key] ?? null);
    else if (plain.has(key) && isShort(event[key])) known[key] = event[key];
    else others[key] = event[key];
  }
  // Where something was masked in them is told of what is shown by name, not here.
  const redacted = redactJson(others, '', []) as { readonly [key: string]: Json };
  return assembled(JSON.stringify({ ...known, ...redacted }), shared);
}

/**
 * On its own, so that it holds on to nothing else: above, the event with its secrets is still in sight. Frozen like the
 * event of which it is a part: what it gives is always the same.
 */
function assembled(text: string, shared: readonly (string | Json)[]): () => Json {
  return Object.freeze(() => {
    const whole: Record<string, Json> = Object.create(null);
    Object.assign(whole, parseJson(text));
    for (let index = 0; index < shared.length; index += 2) {
      whole[shared[index] as string] = shared[index + 1] ?? null;
    }
    return Object.freeze(whole);
  });
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= longestPlain && value.isWellFormed();
  return typeof value === 'number' || typeof value === 'boolean' || value === null;
}
