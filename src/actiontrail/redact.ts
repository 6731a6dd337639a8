import type { Json } from '../model/json.ts';
import { jsonIn, textInBase64 } from './hidden.ts';
import { isObject, type JsonObject } from './json.ts';
import { looksLikeSecretKey, mark } from './mark.ts';
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
      if (place.isBelowSecret && isMaskable(item, 'SECRETIVE')) return masked(at, redactions);
      return redactValue(item, { ...place, pointer: at, depth: depth + 1 }, redactions);
    }),
  );
}

function redactObject(object: JsonObject, place: Place, redactions: string[]): Json {
  const copy: Record<string, Json> = Object.create(null);
  for (const key of Object.keys(object)) {
    const pointer = `${place.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const judgement = judgeMember(object, key, place.isBelowSecret);
    copy[key] = isMaskable(object[key], judgement)
      ? masked(pointer, redactions)
      : redactValue(object[key], below(place, pointer, judgement), redactions);
  }
  return Object.freeze(copy);
}

function below({ depth, isBelowSecret }: Place, pointer: string, judgement: Judgement): Place {
  const isSecret = judgement === 'SECRET' || judgement === 'SECRETIVE';
  return { pointer, depth: depth + 1, isBelowSecret: isBelowSecret || isSecret };
}

function judgeMember(object: JsonObject, key: string, isBelowSecret: boolean): Judgement {
  const judgement = isBelowSecret ? judgeNameBelowSecret(key) : judgeName(key);
  if (judgement !== 'PLAIN') return judgement;
  const partner = judgePartner(object, key);
  return partner === 'SECRET' || partner === 'SECRETIVE' ? 'SECRETIVE' : 'PLAIN';
}

/** `Tag.1.Value` beside `Tag.1.Key`, `ParameterValue` beside `ParameterKey`, `value` beside `name`, `TagValue` … */
function judgePartner(object: JsonObject, key: string): Judgement {
  const match = /^(.*?)values?(?:\.\d+)?$/is.exec(key);
  if (match === null) return 'PLAIN';
  for (const word of ['Key', 'Name', 'key', 'name', 'KEY', 'NAME']) {
    const name = object[`${match[1]}${word}`];
    if (typeof name === 'string') return judgeName(name);
  }
  return 'PLAIN';
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
  const decoded = textInBase64(text);
  // Masked whole: nobody reads base64, and a pointer into it would lead nowhere.
  if (decoded !== null && redactTextAt(decoded, place, inside) !== decoded) {
    return masked(place.pointer, redactions);
  }
  const redacted = redactText(text);
  if (redacted !== text) redactions.push(place.pointer);
  return redacted;
}

function masked(pointer: string, redactions: string[]): string {
  redactions.push(pointer);
  return mark;
}

function scalar(value: unknown): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
