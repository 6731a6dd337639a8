/**
 * How busy an hour is: offices work from nine to half past six on weekdays by their own clock, machines always.
 * The mean over a week is 1, so a busy hour moves events and adds none.
 */
export function paceOf(region: string, hour: number): number {
  return WEEK[hourOfWeek(region, hour)] ?? 1;
}

/** 0 to 1: how much of the office is at its desks, for choosing between people and machines. */
export function officeShare(region: string, hour: number): number {
  return office(hourOfWeek(region, hour));
}

const HOURS_PER_WEEK = 168;
const THURSDAY = 4; // of 1970-01-01
const WEEK = normalised(Array.from({ length: HOURS_PER_WEEK }, (_, hour) => 0.45 + 2 * office(hour)));

function hourOfWeek(region: string, hour: number): number {
  return (hour + hoursFromUtc(region) + THURSDAY * 24 + HOURS_PER_WEEK) % HOURS_PER_WEEK;
}

/** Standard time; summer time would only blur the picture. */
function hoursFromUtc(region: string): number {
  if (region.startsWith('eu-')) return 1;
  if (region.startsWith('us-east') || region.startsWith('us-south')) return -5;
  if (region.startsWith('us-')) return -8;
  if (region.startsWith('me-')) return 4;
  if (region.startsWith('ap-northeast')) return 9;
  return 8;
}

function office(hourOfWeek: number): number {
  const day = Math.floor(hourOfWeek / 24);
  const hour = hourOfWeek % 24;
  const present = hour >= 9 && hour < 18 ? (hour === 12 ? 0.6 : 1) : hour === 8 || hour === 18 ? 0.4 : 0.03;
  const isWeekend = day === 0 || day === 6;
  return isWeekend ? present * 0.12 : present;
}

function normalised(weights: readonly number[]): readonly number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
