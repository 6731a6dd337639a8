import { looksLikeSecretKey, mark } from './mark.ts';
import { createPartners } from './partners.ts';
import { type Judgement, judgeName } from './secret-names.ts';
import { boundsOfContent, boundsOfValue, quotePattern, stickyAt } from './value-bounds.ts';

/**
 * A text with the secrets in it replaced: `name=value` and `name: value` in prose, URLs, JSON (whole or cut off) and
 * YAML, `--name value`, XML elements, values whose names stand in the pair before, passwords in addresses, bearer
 * tokens, JWTs and private keys. The very same text where there are none. Takes time linear in the length.
 */
export function redactText(text: string): string {
  if (text.length < shortestWithSecret) return text;
  if (text.length > longestLookedThrough) return mark;
  if (!mayHoldSecret.test(text)) return text;
  let safe = text;
  if (safe.includes('-----BEGIN')) safe = safe.replace(privateKey, mark);
  if (safe.includes('eyJ')) safe = safe.replace(jsonWebToken, mark);
  if (safe.includes('://')) safe = safe.replace(passwordInAddress, `$1${mark}@`);
  if (/sign=/i.test(safe)) safe = safe.replace(signatureInAddress, `$1${mark}`);
  if (safe.includes('--')) safe = maskAfter(safe, flagStart);
  if (/[=:：＝]|%(?:25){0,3}3[ad]/i.test(safe)) safe = maskAfter(safe, pairStart);
  if (safe.includes('</')) safe = maskAfter(safe, elementStart);
  if (/bearer/i.test(safe)) safe = safe.replace(bearerToken, `$1${mark}`);
  return safe;
}

const shortestWithSecret = 4;
/** Without one of these, no pattern below can match. Whoever adds a pattern adds to this. */
const mayHoldSecret = /[=:：＝<]|--|eyJ|bearer|%(?:25){0,3}3[ad]/i;
/** What is longer is masked whole rather than looked through. ActionTrail's own limit is not documented; events are small. */
const longestLookedThrough = 1024 * 1024;

const keyLabel = String.raw`[A-Z0-9 +%]{0,60}PRIVATE(?: |\+|%20)KEY(?:(?: |\+|%20)BLOCK)?-----`;
const privateKey = new RegExp(`-----BEGIN${keyLabel}[\\s\\S]*?(?:-----END${keyLabel}|$)`, 'g');
const jsonWebToken = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g;
const passwordInAddress = /(:\/\/[^\s/:@"']{0,200}:)[^\s/@"']{1,200}@/g;
/** `sign` by itself is an ordinary word. */
const signatureInAddress = /([?&]sign=)[^\s&#"'<>\\]{8,}/gi;
const bearerToken = /\b(bearer\s{1,4})[\w.~+/=-]{8,}/gi;

// Each begins only where a name begins, so that a long run of name characters is read once and not once per character.
/** Chinese characters too. */
const nameCharacter = String.raw`[\w.\u3400-\u9fff-]`;
const escaped = String.raw`[2-7][\dA-Fa-f]`;
/** Behind `%22` begins a name too, though `22` could be the beginning of one. */
const nameBegins = `(?:(?<!%|${nameCharacter})|(?<=%)(?!${escaped})|(?<=%(?:25){0,3}(?!25)${escaped}))`;
const separator = String.raw`(:=|={1,3}>?|:(?!\/\/)|[：＝]|%(?:25){0,3}3[AaDd])`;
const pairStart = new RegExp(
  String.raw`${nameBegins}(${nameCharacter}+)(?:${quotePattern})?(?:\]|%5[Dd])?[ \t]*${separator}[ \t]*`,
  'g',
);
const flagStart = /(?<![\w.-])(--[A-Za-z][\w-]*)[ \t]{1,4}(?![-\s[({])/g;
const elementStart = /<([A-Za-z][\w.:-]*)(?:\s[^<>]*)?>/g;

/** What may be a name as the value of `Key` or `Name`. */
const nameAsValue = new RegExp(`(?:${quotePattern})?(${nameCharacter}{1,200})`, 'y');

function maskAfter(text: string, start: RegExp): string {
  const partners = createPartners();
  let safe = '';
  let done = 0;
  for (const match of text.matchAll(start)) {
    const [all, name = '', between = ''] = match;
    if (match.index < done) continue;
    const from = match.index + all.length;
    const own = judgeName(name);
    const judgement = own === 'PLAIN' ? partners.judge(name) : own;
    if (judgement === 'PLAIN' || judgement === 'HARMLESS') {
      nameAsValue.lastIndex = from;
      partners.note(name, nameAsValue.exec(text)?.[1] ?? '');
      continue;
    }
    // Ids of keys may stand one after the other without end: not gone past each time.
    if (judgement === 'ACCESS_KEY' && !mayBeSecretKey(text, from)) continue;
    const [valueStart, valueEnd] =
      start === elementStart
        ? boundsOfContent(text, from)
        : boundsOfValue(text, { name, nameAt: match.index, separator: between, from });
    if (isTelling(text.slice(valueStart, valueEnd), judgement)) {
      safe += text.slice(done, valueStart) + mark;
      done = valueEnd;
    }
  }
  return done === 0 ? text : safe + text.slice(done);
}

const quoteOrNone = new RegExp(`(?:${quotePattern})?`, 'y');

function mayBeSecretKey(text: string, from: number): boolean {
  const start = from + stickyAt(text, quoteOrNone, from).length;
  return !/^[[({]/.test(text.charAt(start)) && looksLikeSecretKey(text.slice(start, start + 64));
}

function isTelling(value: string, judgement: Judgement): boolean {
  if (value.length < 40 && saysNothing.test(value)) return false;
  if (judgement === 'SECRETIVE') return !/^\d[\d,.]*[\]})]*$/.test(value);
  return judgement === 'ACCESS_KEY' ? looksLikeSecretKey(value) : true;
}

const saysNothing = /^[[({\s]*(?:true|false|null|none|undefined|\[REDACTED\]|)[\]})\s]*$/i;
