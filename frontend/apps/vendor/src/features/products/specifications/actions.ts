"use server";

import { Refused } from "@globalmarket/api";
import { type FormState, succeeded } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { getProduct } from "../reads";
import { mergeRows } from "./merging";
import { listSuggestions } from "./reads";
import { completed, fieldName, type Row, requestOf, rowOf, rowsFrom, valueText } from "./rows";

/**
 * Save the specifications upon what is stored by now. Where another person has changed the same one, the form says to what; saved once
 * more, it holds what was typed.
 */
export async function saveSpecifications(_before: FormState | null, form: FormData): Promise<FormState> {
  const { region, locale } = await currentSite();
  const { product, etag } = await getProduct(String(form.get("product") ?? ""));
  const mine = rowsFrom(form, region.languages);
  const now = product.specifications.map(rowOf);
  const seen: Row[] = JSON.parse(String(form.get("seen") || "[]"));
  const { rows, conflicts } = mergeRows(mine, seen, now, region.default_language);
  if (conflicts.length) return stale(rows, now, conflicts, locale.language);
  const suggestions = await listSuggestions(product.category_id);
  try {
    const params = { path: { product_id: product.id }, header: { "If-Match": etag } };
    const specifications = rows.map((row) => requestOf(completed(row, suggestions)));
    await (await privateApi()).PATCH("/api/v1/vendor/products/{product_id}", { params, body: { specifications } });
  } catch (error) {
    if (error instanceof Refused && error.status === 412) return saveSpecifications(null, form); // read and merged anew
    return refused(
      error,
      { rows: JSON.stringify(rows), seen: JSON.stringify(now) },
      namesOf(rows, region.languages, locale.language),
    );
  }
  const t = await getTranslations("products.specifications");
  refresh();
  return succeeded(t("saved"));
}

async function stale(
  rows: Row[],
  now: Row[],
  conflicts: { place: number; theirs: Row | undefined }[],
  language: string,
): Promise<FormState> {
  const t = await getTranslations("products");
  const words = { yes: t("specifications.yes"), no: t("specifications.no") };
  const errors = conflicts.map(({ place, theirs }) => [
    fieldName(place, `name.${language}`),
    theirs ? t("changed_to", { value: valueText(theirs, language, words) }) : t("changed_to_nothing"),
  ]);
  const values = { rows: JSON.stringify(rows), seen: JSON.stringify(now) };
  return {
    kind: "problem",
    message: t("stale"),
    errors: Object.fromEntries(errors),
    values,
    attempt: crypto.randomUUID(),
  };
}

/** The form's own names of the fields that the API found something wrong with. */
function namesOf(rows: Row[], languages: string[], main: string): Record<string, string> {
  const entries = rows.flatMap((_row, place) => {
    const named = (field: string, own = field) => [`specifications.${place}.${field}`, fieldName(place, own)];
    const texts = ["name", "text"].flatMap((field) => [
      named(field, `${field}.${main}`),
      ...languages.map((code) => named(`${field}.${code}`)),
    ]);
    return [...texts, named("number"), named("unit"), named("is_so")];
  });
  return Object.fromEntries(entries);
}
