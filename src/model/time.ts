const instant = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;
const duration = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** RFC 3339 text with any offset to epoch milliseconds (fractions of one kept); null when it is not an instant. */
export function parseInstant(text: string): number | null {
  const match = instant.exec(text);
  if (match === null) return null;
  const [, day = '', hours, minutes, seconds, fraction, sign, offsetHours, offsetMinutes] = match;
  const midnight = midnightOf(day);
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (midnight === null || hour > 23 || minute > 59 || second > 59) return null;
  const whole = midnight + ((hour * 60 + minute) * 60 + second) * 1000;
  if (Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) return null;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
  return whole + Number(fraction ?? 0) * 1000 - (sign === '-' ? -offset : offset);
}

let lastDay: { readonly text: string; readonly midnight: number | null } = { text: '', midnight: null };

/** Epoch milliseconds of `YYYY-MM-DD`; null for what no calendar shows, and `Date` would count on from: February 30. */
function midnightOf(text: string): number | null {
  // Events stand close together.
  if (lastDay.text !== text) {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    const midnight = Date.UTC(year, month - 1, day);
    const isDay = new Date(midnight).toISOString().startsWith(text);
    lastDay = { text, midnight: isDay ? midnight : null };
  }
  return lastDay.midnight;
}

/** Epoch milliseconds to RFC 3339 in UTC; milliseconds are written only where there are any. */
export function formatInstant(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** The instant that a text is, as `formatInstant` writes it; null when it is none. `epochMs`: where that is known. */
export function normalInstant(text: string, epochMs: number | null = parseInstant(text)): string | null {
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
