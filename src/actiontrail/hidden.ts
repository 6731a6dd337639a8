import { isUtf8 } from 'node:buffer';
import { parseJson } from './json.ts';

// What a text holds when it is read as more than a text: secrets hide there too.

/** The object, list or text that a text is as JSON; undefined when it is none. */
export function jsonIn(text: string): unknown {
  if (text.length < 4 || !/^\s{0,10}["[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The readable text that a text is as base64. Null for binary content, and for ids that only look like base64. */
export function textInBase64(text: string): string | null {
  if (text.length < 24 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  if (!isUtf8(bytes)) return null;
  const decoded = bytes.toString('utf8');
  return /(?!\s)\p{Cc}/u.test(decoded) ? null : decoded;
}
