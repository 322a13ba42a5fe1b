import type { AlertRuleView, AnalyticsCatalogue } from "@globalmarket/api";
import { decimal, formatMoney, parseAmount } from "@globalmarket/money";

/** When an alert fires, as the API has it: the threshold is a count, or minor units of the currency. */
export interface AlertTerms {
  measure: AlertRuleView["measure"];
  currency?: string;
  condition: AlertRuleView["condition"];
  threshold: number;
  window_h: number;
  quiet_h: number;
}

type Measures = AnalyticsCatalogue["measures"];

export const TERMS = ["measure", "currency", "condition", "threshold", "window_h", "quiet_h"] as const;

/** The terms that a form or an address holds; null where there is no such measure, or the threshold is no number or amount. */
export function termsOf(typed: (name: string) => string, measures: Measures): AlertTerms | null {
  const measure = measures.find(({ code }) => code === typed("measure"));
  if (!measure) return null;
  const currency = measure.is_money ? typed("currency") : "";
  const threshold = thresholdOf(typed("threshold"), currency);
  if (threshold === null) return null;
  return {
    measure: measure.code,
    ...(currency ? { currency } : {}),
    condition: typed("condition") === "above" ? "above" : "below",
    threshold,
    window_h: wholeNumber(typed("window_h")) ?? 0, // the API says what there may be
    quiet_h: wholeNumber(typed("quiet_h")) ?? 0,
  };
}

/** A count, or an amount in minor units; null for what is neither. */
export function thresholdOf(text: string, currency: string): number | null {
  return currency ? (parseAmount(text, currency)?.minor ?? null) : wholeNumber(text);
}

/** The same as a person types it. */
export function typedThreshold({ threshold, currency }: Pick<AlertRuleView, "threshold" | "currency">): string {
  return currency ? decimal({ minor: threshold, currency }) : String(threshold);
}

/** A value of the measure in the reader's notation. */
export function shownValue(value: number, currency: string, locale: string): string {
  return currency ? formatMoney({ minor: value, currency }, locale) : new Intl.NumberFormat(locale).format(value);
}

function wholeNumber(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
