/** A quarter of a calendar year: 1 to 4. */
export interface Quarter {
  year: number;
  quarter: number;
}

/** A month of a calendar year: 1 to 12. */
export interface Month {
  year: number;
  month: number;
}

const QUARTERS_BACK = 12;
const MONTHS_BACK = 36;
const YEARS_BACK = 5;

/** The quarter that `now` is in, in the region's time, and those before it; the newest first. */
export function quartersUntil(now: Date, timeZone: string): Quarter[] {
  const { year, month } = monthOf(now, timeZone);
  const newest = year * 4 + Math.floor((month - 1) / 3);
  return Array.from({ length: QUARTERS_BACK }, (_, back) => {
    const one = newest - back;
    return { year: Math.floor(one / 4), quarter: (one % 4) + 1 };
  });
}

/** The month that `now` is in, in the region's time, and those before it; the newest first. */
export function monthsUntil(now: Date, timeZone: string): Month[] {
  const { year, month } = monthOf(now, timeZone);
  const newest = year * 12 + month - 1;
  return Array.from({ length: MONTHS_BACK }, (_, back) => {
    const one = newest - back;
    return { year: Math.floor(one / 12), month: (one % 12) + 1 };
  });
}

/** The year that `now` is in, in the region's time, and those before it; the newest first. */
export function yearsUntil(now: Date, timeZone: string): number[] {
  const { year } = monthOf(now, timeZone);
  return Array.from({ length: YEARS_BACK }, (_, back) => year - back);
}

/** As it stands in an address: `2026-4`. */
export function quarterName({ year, quarter }: Quarter): string {
  return `${year}-${quarter}`;
}

/** As it stands in an address: `2026-11`. */
export function monthName({ year, month }: Month): string {
  return `${year}-${String(month).padStart(2, "0")}`;
}

function monthOf(now: Date, timeZone: string): Month {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) };
}
