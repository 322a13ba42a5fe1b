import type { AnalyticsCatalogue } from "@globalmarket/api";
import { type Asked, readFilters } from "../lists/filters";

export const INTERVALS = ["hour", "day", "week", "month"] as const;
export const COMPARISONS = ["previous", "year"] as const;

type NamedReport = AnalyticsCatalogue["reports"][number];

/** Rows of what people name themselves, each a parameter of the address and of the API. */
export const ROW_FILTERS = ["country", "currency", "method", "reason", "product", "vendor", "query"] as const;

/** The days of a report, and what it is compared with. */
interface AskedDays {
  since: string;
  until: string;
  interval?: (typeof INTERVALS)[number];
  compare?: (typeof COMPARISONS)[number];
}

/** Which report an address asks for, over which days; what it does not say is left to the API. */
export interface AskedReport extends AskedDays {
  report: NamedReport["code"];
  vendor?: string;
}

/** A report that a person puts together: measures and dimensions with commas between, and values that rows must have. */
export interface BuiltReport extends AskedDays, Partial<Record<(typeof ROW_FILTERS)[number], string>> {
  measures: string;
  by?: string;
}

const USUAL_DAYS = 30;
const MOST_BY = 2;
const MOST_FILTER = 100; // characters

const DAYS = {
  since: { kind: "day" },
  until: { kind: "day" },
  interval: { kind: "one", of: INTERVALS },
  compare: { kind: "one", of: COMPARISONS },
} as const;

/**
 * The report that an address asks for; without one the first, over the thirty days up to `now`. Days are the region's. What is parted by
 * a dimension has no interval.
 */
export function reportOf(asked: Asked, reports: readonly NamedReport[], timeZone: string, now: Date): AskedReport {
  const { report, vendor } = readFilters(asked, {
    report: { kind: "one", of: reports.map(({ code }) => code) },
    vendor: { kind: "id", prefix: "ven" },
  });
  const named = reports.find(({ code }) => code === report) ?? reports[0];
  const { interval, ...days } = daysOf(asked, timeZone, now);
  return {
    report: named?.code ?? "orders",
    ...days,
    ...(interval && named?.interval ? { interval } : {}),
    ...(vendor ? { vendor } : {}),
  };
}

/** The report that an address puts together, of the catalogue's measures and dimensions alone; undefined if it names no measure. */
export function builtOf(
  asked: Asked,
  { measures }: AnalyticsCatalogue,
  timeZone: string,
  now: Date,
): BuiltReport | undefined {
  const chosen = measures.filter(({ code }) => namesOf(asked, "measures").includes(code));
  if (chosen.length === 0) return undefined;
  const known = new Set<string>(measures.flatMap(({ dimensions }) => dimensions));
  const by = namesOf(asked, "by").filter((name) => known.has(name));
  const rows = readFilters(
    asked,
    Object.fromEntries(ROW_FILTERS.map((name) => [name, { kind: "text", most: MOST_FILTER } as const])),
  );
  const { interval, ...days } = daysOf(asked, timeZone, now);
  return {
    measures: chosen.map(({ code }) => code).join(","),
    ...(by.length > 0 ? { by: by.slice(0, MOST_BY).join(",") } : {}),
    ...days,
    ...(interval ? { interval } : {}),
    ...rows,
  };
}

/** Names of a list in an address: given once with commas between, or again and again, as boxes of a form do. */
function namesOf(asked: Asked, name: string): string[] {
  return [...new Set([asked[name]].flat().flatMap((text) => text?.split(",") ?? []))].filter(Boolean);
}

function daysOf(asked: Asked, timeZone: string, now: Date): AskedDays {
  const { since, until, interval, compare } = readFilters(asked, DAYS);
  const last = until ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const [first = last, end = last] = [since ?? daysBefore(last, USUAL_DAYS - 1), last].toSorted();
  return { since: first, until: end, ...(interval ? { interval } : {}), ...(compare ? { compare } : {}) };
}

function daysBefore(day: string, days: number): string {
  const before = new Date(`${day}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - days);
  return before.toISOString().slice(0, 10);
}
