import type { Json } from '../model/json.ts';
import { jsonIn, replaceBase64, textInBase64 } from './hidden.ts';
import { isObject, type JsonObject } from './json.ts';
import { looksLikeSecretKey, mark } from './mark.ts';
import { createPartners, type Partners } from './partners.ts';
import { redactText } from './redact-text.ts';
import { type Judgement, judgeName, judgeNameBelowSecret } from './secret-names.ts';

/** Deeper than any event seen. What lies below could not be looked through for secrets, so it is masked. */
const maxDepth = 64;

/** Where one value stands: its pointer, how deep, and whether a name above it told of a secret. */
interface Place {
  readonly pointer: string;
  readonly depth: number;
  readonly isBelowSecret: boolean;
}

/**
 * A frozen copy without secrets, its objects without a prototype. Adds to `redactions` an RFC 6901 pointer for each
 * value that was masked; inside a text that is JSON the pointer goes on after `#`.
 */
export function redactJson(value: unknown, pointer: string, redactions: string[]): Json {
  return redactValue(value, { pointer, depth: 0, isBelowSecret: false }, redactions);
}

/** The same for a text that stands by itself. */
export function redactString(text: string, pointer: string, redactions: string[]): string {
  return redactTextAt(text, { pointer, depth: 0, isBelowSecret: false }, redactions);
}

function redactValue(value: unknown, place: Place, redactions: string[]): Json {
  if (typeof value === 'string') return redactTextAt(value, place, redactions);
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (place.depth >= maxDepth) return masked(place.pointer, redactions);
  if (isObject(value)) return redactObject(value, place, redactions);
  const { pointer, depth } = place;
  return Object.freeze(
    (value as readonly unknown[]).map((item, index) => {
      const at = `${pointer}/${index}`;
      // An item has no name: it shares the judgement of the list.
      if (place.isBelowSecret && isMaskable(item, 'SECRET')) return masked(at, redactions);
      return redactValue(item, { ...place, pointer: at, depth: depth + 1 }, redactions);
    }),
  );
}

function redactObject(object: JsonObject, place: Place, redactions: string[]): Json {
  const copy: Record<string, Json> = Object.create(null);
  const partners = partnersIn(object);
  for (const key of Object.keys(object)) {
    const shownKey = redactKey(key);
    const pointer = `${place.pointer}/${shownKey.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (shownKey !== key) redactions.push(pointer);
    const judgement = judgeMember(key, place.isBelowSecret, partners);
    copy[shownKey] = isMaskable(object[key], judgement)
      ? masked(pointer, redactions)
      : redactValue(object[key], below(place, pointer, judgement), redactions);
  }
  return Object.freeze(copy);
}

/** Bodies of forms come as keys at times: `{"Password=…": ""}`. */
function redactKey(key: string): string {
  return key.length < 64 && /^[\w.-]*$/.test(key) ? key : redactText(key);
}

function partnersIn(object: JsonObject): Partners {
  const partners = createPartners();
  const keys = Object.keys(object);
  if (!keys.some((key) => /value|default/i.test(key))) return partners;
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string') partners.note(key, value);
  }
  return partners;
}

function below({ depth, isBelowSecret }: Place, pointer: string, judgement: Judgement): Place {
  const isSecret = judgement === 'SECRET' || judgement === 'SECRETIVE';
  return { pointer, depth: depth + 1, isBelowSecret: isBelowSecret || isSecret };
}

function judgeMember(key: string, isBelowSecret: boolean, partners: Partners): Judgement {
  const judgement = isBelowSecret ? judgeNameBelowSecret(key) : judgeName(key);
  return judgement === 'PLAIN' ? partners.judge(key) : judgement;
}

/** Truth values and empty texts tell nothing; lists and objects are gone through instead. */
function isMaskable(value: unknown, judgement: Judgement): boolean {
  if (judgement === 'PLAIN' || judgement === 'HARMLESS') return false;
  if (typeof value === 'number') return judgement === 'SECRET';
  if (typeof value !== 'string' || /^(?:true|false|)$/i.test(value)) return false;
  return judgement === 'ACCESS_KEY' ? looksLikeSecretKey(value) : true;
}

function redactTextAt(text: string, place: Place, redactions: string[]): string {
  const inside: string[] = [];
  const json = place.depth < maxDepth ? jsonIn(text) : undefined;
  if (json !== undefined) {
    const at = { ...place, pointer: `${place.pointer}#`, depth: place.depth + 1 };
    const redacted = redactValue(json, at, inside);
    if (inside.length > 0) {
      redactions.push(...inside);
      return JSON.stringify(redacted);
    }
  }
  // JSON without secrets has been looked through, base64 in it included: not a second time, or time would double each level.
  const redacted = json === undefined ? redactEncoded(text, place) : redactText(text);
  if (redacted !== text) redactions.push(place.pointer);
  return redacted;
}

/** Base64 is masked whole: nobody reads it, and a pointer into it would lead nowhere. */
function redactEncoded(text: string, place: Place): string {
  const decoded = textInBase64(text);
  if (decoded !== null) return isSecretive(decoded, place) ? mark : redactText(text);
  return replaceBase64(redactText(text), (part) => {
    const inside = textInBase64(part);
    return inside !== null && isSecretive(inside, place) ? mark : part;
  });
}

function isSecretive(text: string, place: Place): boolean {
  return redactTextAt(text, place, []) !== text;
}

function masked(pointer: string, redactions: string[]): string {
  redactions.push(pointer);
  return mark;
}

function scalar(value: unknown): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
