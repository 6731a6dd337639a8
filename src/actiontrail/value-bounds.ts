// Where the value of a name ends in a text that nobody promised to be well-formed. In doubt it ends later.
// Everything here takes time linear in what it goes past.

export type Bounds = readonly [start: number, end: number];

/** How a quote may be written: escaped, and percent-encoded any number of times. */
export const quotePattern = String.raw`(?:\\|%(?:25){0,3}5[Cc]){0,16}(?:["']|%(?:25){0,3}2[27])`;
const quoteStart = new RegExp(`"""|'''|${quotePattern}`, 'y');

/** The value of `name`, which stands at `nameAt`; `separator` ends at `from`. */
export function boundsOfValue(
  text: string,
  { name, nameAt, separator, from }: { name: string; nameAt: number; separator: string; from: number },
): Bounds {
  const lineBreak = separator === ':' ? stickyAt(text, yamlLineBreak, from) : '';
  if (lineBreak !== '') return boundsOfBlock(text, nameAt, from + lineBreak.length);
  const quote = stickyAt(text, quoteStart, from);
  const start = from + quote.length;
  if (quote !== '') return [start, closingQuote(text, quote, start)];
  const stop = separator.startsWith('%') ? encodedStop : plainStop;
  if (/[[({]/.test(text.charAt(from))) return [from, endAt(text, bracketStop, closingBracket(text, from))];
  // These carry a scheme or several pairs: all of the line is theirs.
  if (/(?:authorization|cookie)$/i.test(name)) return [from, endAt(text, /[\r\n"'\\]/g, from)];
  return [from, endAt(text, stop, from)];
}

/** The content of an XML element, CDATA included. */
export function boundsOfContent(text: string, from: number): Bounds {
  return [from, endAt(text, /<(?!!\[CDATA\[)/g, from)];
}

// A comma is part of a value unless something new begins after it. A semicolon is not: scripts and connection strings.
const plainStop = /[\s;&"'<>\\，；。]|,(?=[\s"'{[\\%]|$|[\w.\u3400-\u9fff-]+[ \t]*[=:])/g;
const encodedStop = /[\s,;&"'<>\\]|%(?:25){0,3}(?:2[267Cc]|3[Bb]|7[Dd])/g;
const bracketStop = /[\s,;&"'<>\\\])}]|$/g;

/** A value of YAML that begins on the next line, perhaps announced as a block. */
const yamlLineBreak = /(?:[|>][-+\d]{0,2}[ \t]*)?\r?\n/y;

/** All the lines that are indented further than the one of the name. */
function boundsOfBlock(text: string, nameAt: number, from: number): Bounds {
  const indent = stickyAt(text, indentation, text.lastIndexOf('\n', nameAt) + 1).length;
  let end = from;
  for (let at = from; at < text.length; ) {
    const lineEnd = endAt(text, /\n/g, at);
    const own = stickyAt(text, indentation, at).length;
    const isBlank = at + own >= lineEnd || text[at + own] === '\r';
    if (!isBlank && own <= indent) break;
    if (!isBlank) end = lineEnd;
    at = lineEnd + 1;
  }
  return [Math.min(end, from + stickyAt(text, /\s*/y, from).length), end];
}

/** The dash of a list item counts: what belongs to the item is indented further. */
const indentation = /[ \t-]*/y;

/** Behind the bracket that closes the one at `from`, brackets in quotes not counted; the end of a text that was cut off. */
function closingBracket(text: string, from: number): number {
  const opening = text.charAt(from);
  const closing = opening === '[' ? ']' : opening === '{' ? '}' : ')';
  // An apostrophe inside a word is no quote.
  const tokens = /(?<!\\)\\*"|(?<![\w\\])\\*'|[[\](){}]/g;
  tokens.lastIndex = from;
  let depth = 0;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token] = match;
    if (token === opening) depth += 1;
    else if (token === closing) depth -= 1;
    else if (/["']$/.test(token)) {
      tokens.lastIndex = closingQuote(text, token, tokens.lastIndex) + token.length;
    }
    if (depth === 0) return match.index + 1;
  }
  return text.length;
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

export function stickyAt(text: string, pattern: RegExp, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
