import { hasReadableBase64, mayBeJson, shortestBase64 } from './hidden.ts';
import { memoized } from './memoized.ts';
import { redactText } from './redact-text.ts';

/**
 * Whether a text is shown as it is, wherever it stands but under the name of a secret: nothing in it is one, and nothing
 * in it can be read as more than a text. Ids, addresses, names and agents are, and stand in event after event.
 */
export function isPlainText(text: string): boolean {
  // Too short for anything encoded, and without a character that could separate a name from a value.
  if (text.length < shortestBase64 && /^[\w.-]*$/.test(text)) return true;
  // Each is another one, and would push out what comes again.
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return true;
  return isKnownPlain(text);
}

/** Only what may be shown is remembered. */
const isKnownPlain = memoized(
  (text) => !mayBeJson(text) && redactText(text) === text && !hasReadableBase64(text),
  (isPlain) => isPlain,
);
