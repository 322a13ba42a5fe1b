import type { CommissionPlan } from "@globalmarket/api";
import { decimal, parseAmount } from "@globalmarket/money";

/** The amounts of a plan, each per currency: for each unit sold, and the least and the most of a line. */
export const PLAN_AMOUNTS = ["fixed", "floor", "cap"] as const;

/** Begins the names of the fields for the percentage of a category. */
export const CATEGORY = "category.";

type PlanAmount = (typeof PLAN_AMOUNTS)[number];
export type CommissionTerms = Pick<CommissionPlan, "percent_bp" | PlanAmount | "category_overrides">;

interface TypedPlan {
  terms: CommissionTerms;
  /** The form's fields that were read. */
  fields: string[];
  /** Those of them that hold no number. */
  wrong: string[];
}

/** What the form's fields hold for a plan, by name: `percent`, `fixed.EUR` and `category.cat_1`. An amount that the plan lacks is empty. */
export function planFields(plan: CommissionTerms, currencies: readonly string[]): Record<string, string> {
  const amounts = PLAN_AMOUNTS.flatMap((name) =>
    currencies.map((currency) => [amountField(name, currency), asDecimal(plan[name][currency], currency)]),
  );
  const categories = Object.entries(plan.category_overrides).map(([id, points]) => [CATEGORY + id, asPercent(points)]);
  return { percent: asPercent(plan.percent_bp), ...Object.fromEntries([...amounts, ...categories]) };
}

/**
 * The terms that were typed. An empty amount is none, and so is the empty percentage of a category; the plan's own must be there. The form
 * can name one category more, in `new_category` with `new_percent`, which must be there then.
 */
export function planFrom(form: FormData, currencies: readonly string[]): TypedPlan {
  const terms: CommissionTerms = { percent_bp: 0, fixed: {}, floor: {}, cap: {}, category_overrides: {} };
  const wrong: string[] = [];
  const fields = ["percent", "new_category", "new_percent"];
  const percent = basisPoints(textOf(form, "percent"));
  if (percent === null) wrong.push("percent");
  else terms.percent_bp = percent;
  for (const { field, id } of categoriesIn(form)) {
    if (field.startsWith(CATEGORY)) fields.push(field);
    const points = basisPoints(textOf(form, field));
    if (points !== null) terms.category_overrides[id] = points;
    else if (textOf(form, field) || field === "new_percent") wrong.push(field);
  }
  for (const name of PLAN_AMOUNTS) {
    for (const currency of currencies) {
      const field = amountField(name, currency);
      fields.push(field);
      const typed = textOf(form, field);
      const amount = parseAmount(typed, currency);
      if (amount) terms[name][currency] = amount.minor;
      else if (typed) wrong.push(field);
    }
  }
  return { terms, fields, wrong };
}

/** The category of each percentage that the form has for one. */
function categoriesIn(form: FormData): { field: string; id: string }[] {
  const named = [...form.keys()].filter((name) => name.startsWith(CATEGORY));
  const added = textOf(form, "new_category");
  return [
    ...named.map((field) => ({ field, id: field.slice(CATEGORY.length) })),
    ...(added ? [{ field: "new_percent", id: added }] : []),
  ];
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

function asPercent(basisPoints: number): string {
  return String(basisPoints / 100);
}

function asDecimal(minor: number | undefined, currency: string): string {
  return minor === undefined ? "" : decimal({ minor, currency });
}

function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
