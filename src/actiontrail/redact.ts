import type { Json } from '../model/json.ts';
import { jsonIn, replaceBase64, textInBase64 } from './hidden.ts';
import { isObject, type JsonObject } from './json.ts';
import { looksLikeSecretKey, mark } from './mark.ts';
import { type MemberName, memberName } from './member-name.ts';
import { createPartners, type Partners } from './partners.ts';
import { isPlainText } from './plain-text.ts';
import { redactText } from './redact-text.ts';
import { type Judgement, judgeNameBelowSecret } from './secret-names.ts';

/** Deeper than any event seen. What lies below could not be looked through for secrets, so it is masked. */
const maxDepth = 64;

/** Where one value stands: how deep, and whether a name above it told of a secret. */
interface Place {
  /** Null for the outermost. */
  readonly above: Place | null;
  /** What its pointer adds to the one above: put together when something is masked. */
  readonly step: string;
  readonly depth: number;
  readonly isBelowSecret: boolean;
}

/**
 * A frozen copy without secrets, whose objects inherit nothing. Adds to `redactions` an RFC 6901 pointer for each
 * value that was masked; inside a text that is JSON the pointer goes on after `#`.
 */
export function redactJson(value: unknown, pointer: string, redactions: string[]): Json {
  return redactValue(value, outermost(pointer), redactions);
}

/** The same for a text that stands by itself. */
export function redactString(text: string, pointer: string, redactions: string[]): string {
  return isPlainText(text) ? text : redactTextAt(text, outermost(pointer), redactions);
}

function outermost(pointer: string): Place {
  return { above: null, step: pointer, depth: 0, isBelowSecret: false };
}

function below(above: Place, step: string, isBelowSecret: boolean): Place {
  return { above, step, depth: above.depth + 1, isBelowSecret };
}

function pointerOf({ above, step }: Place): string {
  return above === null ? step : pointerOf(above) + step;
}

function redactValue(value: unknown, place: Place, redactions: string[]): Json {
  if (typeof value === 'string') return isPlainText(value) ? value : redactTextAt(value, place, redactions);
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (place.depth >= maxDepth) return masked(place, redactions);
  if (isObject(value)) return redactObject(value, place, redactions);
  const items = (value as readonly unknown[]).map((item, index) => {
    const at = below(place, `/${index}`, place.isBelowSecret);
    // An item has no name: it shares the judgement of the list.
    if (place.isBelowSecret && isMaskable(item, 'SECRET')) return masked(at, redactions);
    return redactValue(item, at, redactions);
  });
  return Object.freeze(items);
}

function redactObject(object: JsonObject, place: Place, redactions: string[]): Json {
  const names = Object.keys(object).map(memberName);
  const partners = partnersIn(object, names);
  // Most members stay as they are.
  const isCopied = names.every(({ isShown }) => isShown);
  const copy = bareCopy(isCopied ? object : {});
  for (const name of names) {
    const value = object[name.key];
    const judgement = judgeMember(name, place.isBelowSecret, partners);
    const member = redactMember(value, name, judgement, place, redactions);
    if (!isCopied || member !== value) copy[name.shown] = member;
  }
  return Object.freeze(copy as { readonly [key: string]: Json });
}

/**
 * A copy that inherits nothing: `__proto__` is a key like any other. Its prototype is empty, not missing, since V8 keeps
 * what is made without one as a hash table, which takes several times the room.
 */
export function bareCopy(object: JsonObject): Record<string, unknown> {
  return Object.assign(new Bare(), object);
}

class Bare {
  [key: string]: unknown;

  static {
    Object.setPrototypeOf(Bare.prototype, null);
    Reflect.deleteProperty(Bare.prototype, 'constructor');
    Object.freeze(Bare.prototype);
  }
}

function redactMember(
  value: unknown,
  name: MemberName,
  judgement: Judgement,
  place: Place,
  redactions: string[],
): Json {
  const isMasked = isMaskable(value, judgement);
  // Most are such, and need no place.
  if (!isMasked && name.isShown && typeof value === 'string' && isPlainText(value)) return value;
  const isSecret = judgement === 'SECRET' || judgement === 'SECRETIVE';
  const at = below(place, name.step, place.isBelowSecret || isSecret);
  if (!name.isShown) redactions.push(pointerOf(at));
  return isMasked ? masked(at, redactions) : redactValue(value, at, redactions);
}

function partnersIn(object: JsonObject, names: readonly MemberName[]): Partners {
  if (!names.some(({ mayHoldValue }) => mayHoldValue)) return noPartners;
  const partners = createPartners();
  for (const { key } of names) {
    const value = object[key];
    if (typeof value === 'string') partners.note(key, value);
  }
  return partners;
}

const noPartners = createPartners();

function judgeMember({ key, judgement }: MemberName, isBelowSecret: boolean, partners: Partners): Judgement {
  const own = isBelowSecret ? judgeNameBelowSecret(key) : judgement;
  return own === 'PLAIN' ? partners.judge(key) : own;
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
    const redacted = redactValue(json, below(place, '#', place.isBelowSecret), inside);
    if (inside.length > 0) {
      redactions.push(...inside);
      return JSON.stringify(redacted);
    }
  }
  // JSON without secrets has been looked through, base64 in it included: not a second time, or time would double each level.
  const redacted = json === undefined ? redactEncoded(text, place) : redactText(text);
  if (redacted !== text) redactions.push(pointerOf(place));
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

function masked(place: Place, redactions: string[]): string {
  redactions.push(pointerOf(place));
  return mark;
}

function scalar(value: unknown): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
