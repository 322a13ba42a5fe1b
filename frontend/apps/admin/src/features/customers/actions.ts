"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { CustomerDone } from "./done";

/** Let the customer neither log in nor order. */
export async function blockCustomer(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  return changeWithReason({
    form,
    question: t("block_question"),
    moveOn: done(form, "blocked"),
    send: (api, key) =>
      api.POST("/api/v1/admin/customers/{customer_id}/block", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

export async function unblockCustomer(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  return changeWithReason({
    form,
    question: t("unblock_question"),
    moveOn: done(form, "unblocked"),
    send: (api, key) =>
      api.POST("/api/v1/admin/customers/{customer_id}/unblock", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

function paramsOf(form: FormData, key: string) {
  return { path: { customer_id: text(form, "customer") }, header: { "Idempotency-Key": key } };
}

function done(form: FormData, what: CustomerDone): string {
  return afterwards(form, `/customers/${text(form, "customer")}`, what);
}
