"use server";

import { Refused } from "@globalmarket/api";
import { type FormState, succeeded, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { listWarehouses } from "@/features/stock/reads";
import { getProduct, listStock } from "../reads";
import { type Counted, countsFrom, DEFAULT_PLACE, levelFieldsOf, placesOf } from "./levels";
import { fieldName, merge, variantFieldsOf, variantsFrom } from "./typed";

/**
 * Save what the person has changed in the table, upon what is stored by now. Where another person has changed the same cell, the form says
 * to what; saved once more, it holds what was typed.
 */
export async function saveVariants(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const id = String(form.get("product") ?? "");
  const [{ product, etag }, items, warehouses] = await Promise.all([getProduct(id), listStock(id), listWarehouses()]);
  const now = { ...variantFieldsOf(product, currencies), ...levelFieldsOf(items, placesOf(warehouses)) };
  const seen: Record<string, string> = JSON.parse(String(form.get("seen") || "{}"));
  const values = typed(form, ...Object.keys(seen));
  const merged = merge(values, seen, now);
  if (merged.conflicts.length) {
    const errors = merged.conflicts.map((name) => [
      name,
      now[name] ? t("changed_to", { value: shown(name, now[name], t) }) : t("changed_to_nothing"),
    ]);
    const state = { values: { ...values, seen: JSON.stringify({ ...seen, ...now }) }, attempt: crypto.randomUUID() };
    return { kind: "problem", message: t("variants_edit.stale"), errors: Object.fromEntries(errors), ...state };
  }
  const { variants, wrongAmounts, wrongCounts } = variantsFrom(merged.typed, product, currencies);
  const levels = countsFrom(merged.typed, now);
  const kept = { ...values, seen: JSON.stringify(seen) };
  if (wrongAmounts.length) return wrongFields(t("check_prices"), wrongAmounts, t("no_amount"), kept);
  const noCounts = [...wrongCounts, ...levels.wrong];
  if (noCounts.length) {
    return wrongFields(t("variants_edit.check"), noCounts, t("variants_edit.no_count"), kept);
  }
  let isPatched = false;
  let counted: CountAnswers = [];
  try {
    const params = { path: { product_id: product.id }, header: { "If-Match": etag } };
    await (await privateApi()).PATCH("/api/v1/vendor/products/{product_id}", { params, body: { variants } });
    isPatched = true;
    counted = await count(product.id, levels.counts);
    const failed = counted.find((answer) => answer.status === "rejected");
    if (failed) throw failed.reason;
  } catch (error) {
    if (!isPatched && error instanceof Refused && error.status === 412) return saveVariants(null, form); // read and merged anew
    const problem = await refused(error, kept, namesOf(product.variants, currencies));
    if (!isPatched) return problem;
    const places = { saved: counted.filter((answer) => answer.status === "fulfilled").length, total: counted.length };
    return { ...problem, message: `${t("variants_edit.partly_saved", places)} ${problem.message}` };
  }
  const raised = counted.reduce((sum, answer) => sum + (answer.status === "fulfilled" ? answer.value : 0), 0);
  refresh();
  return succeeded(raised ? t("variants_edit.raised", { count: raised }) : t("variants_edit.saved"));
}

type CountAnswers = PromiseSettledResult<number>[];

/** Set the units of each place as counted: of each, how many are higher, since more is reserved for customers, or why it was not set. */
async function count(productId: string, counts: Counted["counts"]): Promise<CountAnswers> {
  const api = await privateApi();
  return Promise.allSettled(
    [...counts].map(async ([place, items]) => {
      const { data } = await api.POST("/api/v1/vendor/stock/counts", {
        params: { header: { "Idempotency-Key": crypto.randomUUID() } }, // a count sent twice is the same count
        body: { items, product_id: productId, ...(place !== DEFAULT_PLACE && { warehouse_id: place }) },
      });
      return data?.raised.length ?? 0;
    }),
  );
}

function shown(name: string, value: string, t: Awaited<ReturnType<typeof getTranslations<"products">>>): string {
  return name.startsWith("is_active.") ? t(`variants_edit.${value === "on" ? "yes" : "no"}`) : value;
}

/** The form's own names of the fields that the API found something wrong with. */
function namesOf(variants: { id: string }[], [currency = ""]: string[]): Record<string, string> {
  const entries = variants.flatMap(({ id }, place) => [
    ...["sku", "barcode", "weight_g"].map((name) => [`variants.${place}.${name}`, fieldName(id, name)]),
    [`variants.${place}.prices`, fieldName(id, `price.${currency}`)],
    [`variants.${place}.compare_at`, fieldName(id, `compare_at.${currency}`)],
  ]);
  return Object.fromEntries(entries);
}
