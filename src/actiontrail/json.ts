/** A JSON object of unknown shape, as parsed: `__proto__` is a key like any other, so read it by known names only. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `JSON.parse` in which integers beyond 2^53 come out as strings, digit by digit. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return JSON.parse(bareLongNumber.test(text) ? withLongIntegersQuoted(text) : text);
}

/**
 * What may be beyond 2^53 (9007199254740992), where a number can stand: after a key or in a list. Ids in texts
 * (`acs:ram::1000…`) and account ids that are numbers are everywhere, and must not cost more than a look.
 */
const bareLongNumber = /(?:"\s*:|[[,])\s*-?(?:9\d{15}|\d{17})/;

/** A whole number that is all of a value: JSON that was none does not become any by putting it in quotes. */
const longInteger = /((?:"\s*:|[[,])\s*)(-?[1-9]\d{15,})(?=\s*[,}\]])/g;

/** Before parsing, since a reviver is told of every value, and takes five times as long. */
function withLongIntegersQuoted(text: string): string {
  const isInString = stringsOf(text);
  let quoted = '';
  let done = 0;
  for (const { index, 1: before = '', 2: digits = '' } of text.matchAll(longInteger)) {
    const start = index + before.length;
    if (isInString(start) || Number.isSafeInteger(Number(digits))) continue;
    quoted += `${text.slice(done, start)}"${digits}"`;
    done = start + digits.length;
  }
  return quoted + text.slice(done);
}

/** Whether a place in JSON is within a string. Places have to be asked for in their order. */
function stringsOf(json: string): (at: number) => boolean {
  let isInString = false;
  let nextQuote = json.indexOf('"');
  return (at) => {
    for (; nextQuote !== -1 && nextQuote < at; nextQuote = json.indexOf('"', nextQuote + 1)) {
      isInString = !isInString || isEscaped(json, nextQuote);
    }
    return isInString;
  };
}

function isEscaped(json: string, quoteAt: number): boolean {
  let backslashes = 0;
  while (json[quoteAt - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
