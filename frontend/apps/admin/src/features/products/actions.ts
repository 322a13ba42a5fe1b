"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { ProductDone } from "./done";

/** Take a product out of the shop; its vendor reads the reason. */
export async function takeDownProduct(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  return changeWithReason({
    form,
    question: t("take_down_question"),
    moveOn: done(form, "taken_down"),
    send: (api, key) =>
      api.POST("/api/v1/admin/products/{product_id}/take-down", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

/** Let a product be sold again that was taken down. */
export async function reinstateProduct(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  return changeWithReason({
    form,
    question: t("reinstate_question"),
    moveOn: done(form, "reinstated"),
    send: (api, key) =>
      api.POST("/api/v1/admin/products/{product_id}/reinstate", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

function paramsOf(form: FormData, key: string) {
  return { path: { product_id: text(form, "product") }, header: { "Idempotency-Key": key } };
}

function done(form: FormData, what: ProductDone): string {
  return afterwards(form, `/products/${text(form, "product")}`, what);
}
