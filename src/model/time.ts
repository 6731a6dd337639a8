const instant =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;
const duration = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** RFC 3339 text with any offset to epoch milliseconds (fractions of one kept); null when it is not an instant. */
export function parseInstant(text: string): number | null {
  const match = instant.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = match;
  const whole = utcOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (whole === null) return null;
  if (Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) return null;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
  return whole + Number(fraction ?? 0) * 1000 - (sign === '-' ? -offset : offset);
}

/** Epoch milliseconds; null for what no calendar or clock shows, which `Date` would count on from: February 30, 24:00. */
function utcOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const whole = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(whole);
  const isDay =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && hour < 24 && minute < 60 && second < 60 ? whole : null;
}

/** Epoch milliseconds to RFC 3339 in UTC; milliseconds are written only where there are any. */
export function formatInstant(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** The instant that a text is, as `formatInstant` writes it; null when it is none. */
export function normalInstant(text: string): string | null {
  const epochMs = parseInstant(text);
  if (epochMs === null) return null;
  // Most are written so: the only form of an instant with this length.
  return text.length === 20 && text[10] === 'T' && text[19] === 'Z' ? text : formatInstant(epochMs);
}

/** Epoch seconds to RFC 3339 in UTC. */
export function formatSecond(second: number): string {
  return formatInstant(second * 1000);
}

/** ISO 8601 duration of days and smaller (`P7D`, `PT6H`) to whole seconds; null when it is none or is empty. */
export function parseDuration(text: string): number | null {
  const match = duration.exec(text);
  if (match === null || text.endsWith('T') || text === 'P') return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
