import type { CommissionPlan } from "@globalmarket/api";
import { decimal, parseDecimal } from "@globalmarket/money";

/** The amounts of a plan, each per currency: for each unit sold, and the least and the most of a line. */
export const PLAN_AMOUNTS = ["fixed", "floor", "cap"] as const;

type PlanAmount = (typeof PLAN_AMOUNTS)[number];
type Terms = Pick<CommissionPlan, "percent_bp" | PlanAmount>;

interface TypedPlan {
  terms: Terms;
  /** The form's fields that were read. */
  fields: string[];
  /** Those of them that hold no number. */
  wrong: string[];
}

/** What the form's fields hold for a plan, by name: `percent` and `fixed.EUR`. An amount that the plan lacks is empty. */
export function planFields(plan: Terms, currencies: readonly string[]): Record<string, string> {
  const amounts = PLAN_AMOUNTS.flatMap((name) =>
    currencies.map((currency) => [amountField(name, currency), asDecimal(plan[name][currency], currency)]),
  );
  return { percent: String(plan.percent_bp / 100), ...Object.fromEntries(amounts) };
}

/** The terms that were typed. An empty amount is none; an empty percentage is wrong. */
export function planFrom(form: FormData, currencies: readonly string[]): TypedPlan {
  const terms: Terms = { percent_bp: 0, fixed: {}, floor: {}, cap: {} };
  const wrong: string[] = [];
  const percent = basisPoints(textOf(form, "percent"));
  if (percent === null) wrong.push("percent");
  else terms.percent_bp = percent;
  const fields = ["percent"];
  for (const name of PLAN_AMOUNTS) {
    for (const currency of currencies) {
      const field = amountField(name, currency);
      fields.push(field);
      const typed = textOf(form, field);
      const amount = parseDecimal(typed.replace(",", "."), currency);
      if (amount) terms[name][currency] = amount.minor;
      else if (typed) wrong.push(field);
    }
  }
  return { terms, fields, wrong };
}

export function amountField(name: PlanAmount, currency: string): string {
  return `${name}.${currency}`;
}

/** Hundredths of a percent: 1250 for "12.5" and "12,5"; null for what is no percentage with at most two digits after the point. */
export function basisPoints(text: string): number | null {
  const [, whole, fraction = ""] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const points = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  return points <= 10_000 ? points : null;
}

/** A rate in the reader's notation: `12.5%`. */
export function percentText(basisPoints: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(basisPoints / 10_000);
}

function asDecimal(minor: number | undefined, currency: string): string {
  return minor === undefined ? "" : decimal({ minor, currency });
}

function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
