const instant =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;
const duration = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** RFC 3339 text with any offset to epoch milliseconds (fractions of one kept); null when it is not an instant. */
export function parseInstant(text: string): number | null {
  const match = instant.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = match;
  const whole = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  if (Number.isNaN(whole) || new Date(whole).toISOString() !== written) return null;
  if (Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) return null;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
  return whole + Number(fraction ?? 0) * 1000 - (sign === '-' ? -offset : offset);
}

/** Epoch milliseconds to RFC 3339 in UTC; milliseconds are written only where there are any. */
export function formatInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
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
