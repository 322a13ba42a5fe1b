import type { AnalyticsRow, AnalyticsTotal } from "@globalmarket/api";
import { decimal, formatMoney } from "@globalmarket/money";

type Values = AnalyticsRow["values"];
type Measure = string;

/** A measure's value as people read it: an amount of money, or a number in the reader's digits. */
export function shown(values: Values, measure: Measure, locale: string): string {
  const money = values.amounts[measure];
  return money ? formatMoney(money, locale) : new Intl.NumberFormat(locale).format(values.counts[measure] ?? 0);
}

/** How high its bar is. */
export function height(values: Values, measure: Measure): number {
  const money = values.amounts[measure];
  return money ? Number(decimal(money)) : (values.counts[measure] ?? 0);
}

/** By how much a total differs from the one before, such as "+12%"; empty if there was nothing to compare with. */
export function change({ values, before }: AnalyticsTotal, measure: Measure, locale: string): string {
  const then = before ? height(before, measure) : 0;
  if (!then) return "";
  const share = (height(values, measure) - then) / Math.abs(then);
  return new Intl.NumberFormat(locale, {
    style: "percent",
    signDisplay: "exceptZero",
    maximumFractionDigits: 1,
  }).format(share);
}
