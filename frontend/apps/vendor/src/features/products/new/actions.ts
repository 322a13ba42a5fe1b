"use server";

import { type Api, Refused, type VendorProduct } from "@globalmarket/api";
import { type FormState, unsent, wrongFields } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requestOf, rowOf } from "../specifications/rows";
import { type Draft, draftOf, formNames } from "./draft";
import { MOST_VARIANTS } from "./options";

/** Make a draft of what was typed, with its first stock, and go to its page, where the pictures come. */
export async function createProduct(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const { region, locale } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const key = typed.key || crypto.randomUUID();
  const values = { ...typed, key };
  const api = await privateApi();
  const like = typed.like ? await findProduct(api, typed.like) : undefined;
  const draft = draftOf(typed, { languages: region.languages, currencies }, locale.language, like?.options);
  if (like) draft.body.specifications = like.specifications.map((one) => requestOf(rowOf(one)));
  if (draft.isTooMany) return unsent(t("new.too_many", { most: MOST_VARIANTS }), values);
  if (draft.wrongAmounts.length) return wrongFields(t("check_prices"), draft.wrongAmounts, t("no_amount"), values);
  if (draft.wrongCounts.length) {
    const tForms = await getTranslations("forms");
    return wrongFields(tForms("check_fields"), draft.wrongCounts, tForms("no_count"), values);
  }
  let product: VendorProduct;
  try {
    const params = { header: { "Idempotency-Key": key } };
    product = (await api.POST("/api/v1/vendor/products", { params, body: draft.body })).data as VendorProduct;
  } catch (error) {
    const names = formNames(draft, currencies, Boolean(draft.body.options));
    return refused(error, isDecided(error) ? { ...values, key: crypto.randomUUID() } : values, names);
  }
  const done = (await countFirst(api, product, draft, key)) ? "created" : "created_uncounted";
  redirect(`/${locale.tag}/products/${product.id}?done=${done}`);
}

/** The product that the new one is made like; undefined if it is gone by now. */
async function findProduct(api: Api, product_id: string): Promise<VendorProduct | undefined> {
  try {
    return (await api.GET("/api/v1/vendor/products/{product_id}", { params: { path: { product_id } } })).data;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

/** Put the first units into stock. False if that is refused: the product is there all the same, and its page says what is missing. */
async function countFirst(api: Api, product: VendorProduct, { stock }: Draft, key: string): Promise<boolean> {
  const items = product.variants.flatMap(({ id }, place) => {
    const on_hand = stock[place] ?? null;
    return on_hand === null ? [] : [{ variant_id: id, on_hand }];
  });
  if (!items.length) return true;
  try {
    await api.POST("/api/v1/vendor/stock/counts", {
      params: { header: { "Idempotency-Key": `${key}-stock` } },
      body: { items, product_id: product.id },
    });
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
