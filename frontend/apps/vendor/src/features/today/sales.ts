import type { DaySales } from "@globalmarket/api";

/** One day of a currency's sales: what was sold and what was refunded, minor units. */
export interface SalesDay {
  /** Of the region's calendar: `2026-11-30`. */
  day: string;
  sales: number;
  refunds: number;
  orders: number;
}

/** Every day from `since` to `until`, the oldest first, with nothing for days without sales: the API leaves those out. */
export function everyDay(found: DaySales[], currency: string, since: string, until: string): SalesDay[] {
  const known = new Map(found.filter(({ sales }) => sales.currency === currency).map((one) => [one.day, one]));
  const days: SalesDay[] = [];
  for (let day = since; day <= until; day = nextDay(day)) {
    const { sales, refunds, order_count = 0 } = known.get(day) ?? {};
    days.push({ day, sales: sales?.minor ?? 0, refunds: refunds?.minor ?? 0, orders: order_count });
  }
  return days;
}

/** The currencies in which anything was sold or refunded, the region's main one first. */
export function currenciesOf(found: DaySales[], main: string): string[] {
  const all = [...new Set(found.map(({ sales }) => sales.currency))];
  return all.sort((one, other) => Number(other === main) - Number(one === main) || one.localeCompare(other));
}

/** The day of the region's calendar at a moment, and that so many days before. */
export function daysBack(now: Date, timeZone: string, back: number): { since: string; until: string } {
  const until = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const first = new Date(`${until}T00:00:00Z`);
  first.setUTCDate(first.getUTCDate() - back);
  return { since: first.toISOString().slice(0, 10), until };
}

function nextDay(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
