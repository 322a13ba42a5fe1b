"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { RISK_DONE } from "./filters";

/** Decide a payment that looks odd. A block cancels its order. */
export async function decideRisk(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payment-risks");
  const review: (typeof RISK_DONE)[number] = text(form, "review") === "blocked" ? "blocked" : "cleared";
  return changeWithReason({
    form,
    question: t(`questions.${review}`),
    moveOn: `/payment-risks${writeFilters({ done: review })}`,
    explain: async ({ status }) => (status === 409 ? t("stale") : undefined),
    send: (api, key) =>
      api.POST("/api/v1/admin/payment-risks/{payment_id}/decide", {
        params: { path: { payment_id: text(form, "payment") }, header: { "Idempotency-Key": key } },
        body: { review, reason: text(form, "reason") },
      }),
  });
}
