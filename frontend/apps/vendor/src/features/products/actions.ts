"use server";

import { type AdjustStockReason, Refused, type VendorProduct } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { stale } from "@globalmarket/web/forms/stale";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { listCategoryChoices } from "./categories";
import { countriesFrom, fieldsOf, tagsIn, textsFrom } from "./editing";
import { MOVES } from "./moves";
import { getProduct } from "./reads";

/** Save texts and where the product belongs as one edit of the version that the person saw. */
export async function saveProduct(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const id = String(form.get("product") ?? "");
  const { product } = await getProduct(id);
  const names = Object.keys(fieldsOf(product, region.languages)).filter((name) => form.has(name));
  const values = typed(form, ...names, "etag", "seen");
  const body = {
    brand: values.brand,
    category_id: values.category_id || null,
    tags: tagsIn(values.tags ?? ""),
    tax_class: values.tax_class as VendorProduct["tax_class"],
    texts: textsFrom(values, product, region.languages),
  };
  try {
    const params = { path: { product_id: id }, header: { "If-Match": values.etag ?? "" } };
    await (await privateApi()).PATCH("/api/v1/vendor/products/{product_id}", { params, body });
    refresh();
    return { kind: "success", message: t("saved"), errors: {}, values: {}, attempt: crypto.randomUUID() };
  } catch (error) {
    if (error instanceof Refused && error.status === 412) return late(id, values);
    return refused(error, values);
  }
}

/** What another person has changed of the product since the form was opened. */
async function late(id: string, { seen, ...values }: Record<string, string>): Promise<FormState> {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const [{ product, etag }, categories] = await Promise.all([getProduct(id), listCategoryChoices()]);
  const shown = (value: string) => categories.find((one) => one.value === value)?.label ?? value;
  return stale({
    values,
    seen,
    now: fieldsOf(product, region.languages),
    etag,
    message: t("stale"),
    changedTo: (_name, value) => (value ? t("changed_to", { value: shown(value) }) : t("changed_to_nothing")),
  });
}

/** Say to which countries the product may be sent, of the version that the person saw. */
export async function saveCountries(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const id = String(form.get("product") ?? "");
  const { product } = await getProduct(id);
  const countries = countriesFrom(form, product, region.countries);
  return change({
    form,
    done: t("countries.saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/vendor/products/{product_id}", {
        params: { path: { product_id: id }, header: { "If-Match": String(form.get("version") ?? "") } },
        body: { countries },
      }),
  });
}

/** Put the product into the shop, take it out, or put it away. */
export async function moveProduct(_before: FormState | null, form: FormData): Promise<FormState> {
  const move = MOVES.find((one) => one === form.get("move")) ?? "unpublish";
  const path = { product_id: String(form.get("product") ?? "") };
  return change({
    form,
    moveOn: `/products/${path.product_id}?${new URLSearchParams({ done: move, from: String(form.get("from") ?? "") })}`,
    send: (api, key) =>
      api.POST(`/api/v1/vendor/products/{product_id}/${move}`, {
        params: { path, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Set how many units of a variant there are, as counted. */
export async function countStock(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const body = {
    variant_id: String(form.get("variant") ?? ""),
    on_hand: countOf(form.get("on_hand")) ?? -1, // the API says what is wrong with it
    reason: String(form.get("reason") ?? "") as AdjustStockReason,
    ...(form.get("warehouse") && { warehouse_id: String(form.get("warehouse")) }),
  };
  return change({
    form,
    fields: ["warehouse", "on_hand", "reason"],
    done: t("stock_saved"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/stock/adjustments", { params: { header: { "Idempotency-Key": key } }, body }),
  });
}
