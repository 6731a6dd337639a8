import { looksLikeSecretKey, mark } from './mark.ts';
import { type Judgement, judgeName } from './secret-names.ts';

/**
 * A text with the secrets in it replaced: `name=value` and `name: value` in prose, URLs, truncated JSON and YAML,
 * `--name value`, XML elements, passwords in addresses, bearer tokens, JWTs and private keys.
 * The very same text where there are none. Takes time linear in the length.
 */
export function redactText(text: string): string {
  if (text.length < shortestWithSecret) return text;
  if (text.length > longestLookedThrough) return mark;
  let safe = text;
  if (safe.includes('-----BEGIN')) safe = safe.replace(privateKey, mark);
  if (safe.includes('eyJ')) safe = safe.replace(jsonWebToken, mark);
  if (safe.includes('://')) safe = safe.replace(passwordInAddress, `$1${mark}@`);
  if (safe.includes('--')) safe = maskAfter(safe, flagStart);
  if (/[=:]|%3d/i.test(safe)) safe = maskAfter(safe, pairStart);
  if (safe.includes('</')) safe = maskAfter(safe, elementStart);
  if (/bearer/i.test(safe)) safe = safe.replace(bearerToken, `$1${mark}`);
  return safe;
}

const shortestWithSecret = 6;
/** What is longer is masked whole rather than looked through. ActionTrail's own limit is not documented; events are small. */
const longestLookedThrough = 1024 * 1024;

const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;
const jsonWebToken = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g;
const passwordInAddress = /(:\/\/[^\s/:@"']{0,200}:)[^\s/@"']{1,200}@/g;
const bearerToken = /\b(bearer\s{1,4})[\w.~+/=-]{8,}/gi;

// Each begins only where a name begins, so that a long run of name characters is read once and not once per character.
const pairStart = /(?<![\w.-])([\w.-]+)(?:\\{0,16}["'])?\]?[ \t]{0,4}(?:=>?|:(?!\/\/)|%3[Dd])[ \t]{0,4}/g;
const flagStart = /(?<![\w.-])(--[A-Za-z][\w-]*)[ \t]{1,4}(?![-\s])/g;
const elementStart = /<([A-Za-z][\w.:-]*)>/g;

function maskAfter(text: string, start: RegExp): string {
  let safe = '';
  let done = 0;
  for (const match of text.matchAll(start)) {
    const [all, name = ''] = match;
    const from = match.index + all.length;
    if (match.index < done) continue;
    const judgement = judgeName(name);
    if (judgement === 'PLAIN' || judgement === 'HARMLESS') continue;
    // What is in brackets is looked at by itself, and already masked is masked.
    if (/[[({]/.test(text.charAt(from))) continue;
    const [valueStart, valueEnd] = boundsOfValue(text, from, name, start === elementStart);
    if (isTelling(text.slice(valueStart, valueEnd), judgement)) {
      safe += text.slice(done, valueStart) + mark;
      done = valueEnd;
    }
  }
  return done === 0 ? text : safe + text.slice(done);
}

function isTelling(value: string, judgement: Judgement): boolean {
  if (/^(?:true|false|null|none|undefined|)[\]})]*$/i.test(value) || value.startsWith(mark)) return false;
  if (judgement === 'SECRETIVE') return !/^\d+[\]})]*$/.test(value);
  return judgement === 'ACCESS_KEY' ? looksLikeSecretKey(value) : true;
}

function boundsOfValue(
  text: string,
  from: number,
  name: string,
  isElement: boolean,
): readonly [number, number] {
  if (isElement) return [from, endAt(text, /</g, from)];
  const quote = stickyAt(text, /\\{0,16}["']/y, from);
  const start = from + quote.length;
  if (quote !== '') return [start, closingQuote(text, quote, start)];
  // These carry a scheme or several pairs: all of the line is theirs.
  if (/(?:authorization|cookie)$/i.test(name)) return [start, endAt(text, /[\r\n"'\\]/g, start)];
  return [start, endAt(text, /[\s,;&"'<>\\]|%26/g, start)];
}

/** The next quote that is escaped as often as the opening one; the end of the text when it was cut off before. */
function closingQuote(text: string, quote: string, from: number): number {
  let at = text.indexOf(quote, from);
  while (at > from && text[at - 1] === '\\') at = text.indexOf(quote, at + 1);
  return at === -1 ? text.length : at;
}

function endAt(text: string, stop: RegExp, from: number): number {
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}

function stickyAt(text: string, pattern: RegExp, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
