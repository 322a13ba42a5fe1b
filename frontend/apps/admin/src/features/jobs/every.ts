export const DAY_S = 86_400;

const UNITS = [
  ["day", DAY_S],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** A span of whole seconds in the largest unit that it is a multiple of: "10 minutes". */
export function everyIn(seconds: number, locale: string): string {
  const [unit, size] = UNITS.find(([, size]) => seconds % size === 0) ?? (["second", 1] as const);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}

/** The beginning of an hour of the day (0 to 23), as a clock shows it: "03:00". */
export function onTheHour(hour: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" }).format(Date.UTC(2000, 0, 1, hour));
}
