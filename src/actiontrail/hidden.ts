import { isUtf8 } from 'node:buffer';
import { parseJson } from './json.ts';

// What a text holds when it is read as more than a text: secrets hide there too.

/** The object, list or text that a text is as JSON, byte order mark or not; undefined when it is none. */
export function jsonIn(text: string): unknown {
  if (!mayBeJson(text)) return undefined;
  try {
    return parseJson(text.trim());
  } catch {
    return undefined;
  }
}

export function mayBeJson(text: string): boolean {
  return text.length >= 4 && /^\s*["[{]/.test(text);
}

/**
 * The readable text that a text is as base64: either alphabet, padded or not, in one line or wrapped. Null for binary
 * content, and for ids that only look like base64.
 */
export function textInBase64(text: string): string | null {
  if (text.length < shortestBase64 || /[^\w+/=\s-]/.test(text)) return null;
  const packed = text.replace(/\s+/g, '');
  if (!/^[\w+/-]+={0,2}$/.test(packed)) return null;
  const bytes = Buffer.from(packed, 'base64');
  if (!isUtf8(bytes)) return null;
  const decoded = bytes.toString('utf8');
  return /(?!\s)\p{Cc}/u.test(decoded) ? null : decoded;
}

/** The text with each part that may be base64 replaced by what `replace` makes of it. */
export function replaceBase64(text: string, replace: (part: string) => string): string {
  return text.replace(base64Part, replace);
}

/** Whether a text, or a part of it, is readable as base64. */
export function hasReadableBase64(text: string): boolean {
  if (textInBase64(text) !== null) return true;
  const parts = text.match(base64Part) ?? [];
  return parts.some((part) => part !== text && textInBase64(part) !== null);
}

export const shortestBase64 = 16;
const base64Part = /(?<![\w+/-])[\w+/-]{16,}={0,2}/g;
