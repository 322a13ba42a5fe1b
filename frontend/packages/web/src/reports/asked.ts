import type { AnalyticsCatalogue } from "@globalmarket/api";
import { type Asked, readFilters } from "../lists/filters";

export const INTERVALS = ["hour", "day", "week", "month"] as const;
export const COMPARISONS = ["previous", "year"] as const;

type NamedReport = AnalyticsCatalogue["reports"][number];

/** Which report an address asks for, over which days; what it does not say is left to the API. */
export interface AskedReport {
  report: NamedReport["code"];
  since: string;
  until: string;
  interval?: (typeof INTERVALS)[number];
  compare?: (typeof COMPARISONS)[number];
  vendor?: string;
}

const USUAL_DAYS = 30;

/**
 * The report that an address asks for; without one the first, over the thirty days up to `now`. Days are the region's. What is parted by
 * a dimension has no interval.
 */
export function reportOf(asked: Asked, reports: readonly NamedReport[], timeZone: string, now: Date): AskedReport {
  const { report, since, until, interval, compare, vendor } = readFilters(asked, {
    report: { kind: "one", of: reports.map(({ code }) => code) },
    since: { kind: "day" },
    until: { kind: "day" },
    interval: { kind: "one", of: INTERVALS },
    compare: { kind: "one", of: COMPARISONS },
    vendor: { kind: "id", prefix: "ven" },
  });
  const named = reports.find(({ code }) => code === report) ?? reports[0];
  const last = until ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const [first = last, end = last] = [since ?? daysBefore(last, USUAL_DAYS - 1), last].toSorted();
  return {
    report: named?.code ?? "orders",
    since: first,
    until: end,
    ...(interval && named?.interval ? { interval } : {}),
    ...(compare ? { compare } : {}),
    ...(vendor ? { vendor } : {}),
  };
}

function daysBefore(day: string, days: number): string {
  const before = new Date(`${day}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - days);
  return before.toISOString().slice(0, 10);
}
